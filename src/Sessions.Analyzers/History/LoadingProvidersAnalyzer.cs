using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Generators;

namespace Sessions.Analyzers.History;

/// <summary>Reports agents that are visibly given two providers of which each loads the history.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LoadingProvidersAnalyzer() : SessionsAnalyzer(Descriptors.SeveralLoadingProviders)
{
    private const string Names = "ProviderNames";
    private const string Providers = "ContextProviders";

    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (types.HistoryProviderAttribute is not null)
        {
            var compilation = context.Compilation;
            var loaders = new Lazy<HashSet<string>>(() => FindLoaders(compilation));
            context.RegisterOperationAction(operation => AnalyzeList(operation, ((ISimpleAssignmentOperation)operation.Operation).Target, loaders), OperationKind.SimpleAssignment);
            context.RegisterOperationAction(operation => AnalyzeList(operation, ((IMemberInitializerOperation)operation.Operation).InitializedMember, loaders), OperationKind.MemberInitializer);
            context.RegisterOperationAction(operation => AnalyzeAdd(operation, loaders), OperationKind.Invocation);
        }
    }

    /// <summary>The source ids of the compilation's providers that load.</summary>
    private static HashSet<string> FindLoaders(Compilation compilation) => new(
        compilation.GetSymbolsWithName(static _ => true, SymbolFilter.Type).OfType<INamedTypeSymbol>().Select(FindLoader).OfType<string>(),
        StringComparer.Ordinal);

    private static string? FindLoader(ITypeSymbol type) =>
        type.FindAttribute(RuntimeNames.HistoryProviderAttribute) is { } attribute && (attribute.NamedArgument<bool?>("LoadMessages") ?? true)
            ? attribute.ConstructorArgument<string>(0)
            : null;

    private static void AnalyzeList(OperationAnalysisContext context, IOperation target, Lazy<HashSet<string>> loaders)
    {
        if (IsList(target))
        {
            Report(context, context.Operation.ChildOperations.Where(child => child != target).SelectMany(child => Find(child, loaders)));
        }
    }

    // Only what is said in one block, one after the other, is surely said of one agent.
    private static void AnalyzeAdd(OperationAnalysisContext context, Lazy<HashSet<string>> loaders)
    {
        var invocation = (IInvocationOperation)context.Operation;
        if (IsAdd(invocation)
            && Find(invocation.Arguments[0], loaders).ToList() is { Count: 1 } own
            && invocation.Parent is IExpressionStatementOperation { Parent: IBlockOperation block } statement)
        {
            var earlier = block.Operations.TakeWhile(sibling => sibling != statement).OfType<IExpressionStatementOperation>()
                .Select(static sibling => sibling.Operation).OfType<IInvocationOperation>()
                .Where(other => IsAdd(other) && other.Instance!.Syntax.ToString() == invocation.Instance!.Syntax.ToString())
                .SelectMany(other => Find(other.Arguments[0], loaders));
            Report(context, earlier.Take(1).Concat(own));
        }
    }

    private static void Report(OperationAnalysisContext context, IEnumerable<(string Name, IOperation Place)> given)
    {
        if (given.Take(2).ToList() is { Count: 2 } both)
        {
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.SeveralLoadingProviders, both[1].Place.Syntax.GetLocation(), both[0].Name, both[1].Name));
        }
    }

    private static bool IsAdd(IInvocationOperation invocation) =>
        invocation is { TargetMethod.Name: "Add", Arguments.Length: 1, Instance: { } instance } && IsList(instance);

    private static bool IsList(IOperation operation) =>
        operation is IPropertyReferenceOperation { Property: { Name: Names or Providers, ContainingType: var type } }
        && (type.Is("Sessions.AgentRegistrationOptions") || type.Is("Sessions.Agents.ChatClientAgentOptions"));

    /// <summary>The loading providers that are given in any case: what is behind a condition may be given in place of another.</summary>
    private static IEnumerable<(string Name, IOperation Place)> Find(IOperation operation, Lazy<HashSet<string>> loaders) => operation switch
    {
        IConditionalOperation or ICoalesceOperation or ISwitchExpressionOperation or IAnonymousFunctionOperation => [],
        IObjectCreationOperation { Type: { } type } when FindLoader(type) is { } name => [(name, operation)],
        { ConstantValue: { HasValue: true, Value: string text } } => loaders.Value.Contains(text) ? [(text, operation)] : [],
        _ => operation.ChildOperations.SelectMany(child => Find(child, loaders)),
    };
}
