using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Flow;

namespace Sessions.Analyzers.Configuration;

/// <summary>The providers that an agent is given.</summary>
internal static class RepeatedProviders
{
    private static readonly string[] Options = ["Sessions.Agents.ChatClientAgentOptions", "Microsoft.Agents.AI.ChatClientAgentOptions"];

    /// <summary>What tells providers apart. One of the project's own may give each object another id.</summary>
    private static readonly string[] Ids = ["SourceId", "StateKeys"];

    /// <summary>Reports two that are known by the same id.</summary>
    public static void Register(CompilationStartAnalysisContext context)
    {
        var options = Options.Select(context.Compilation.GetBestTypeByMetadataName).OfType<INamedTypeSymbol>().ToList();
        if (options.Count > 0)
        {
            context.RegisterOperationAction(assignment => Analyze(assignment, options), OperationKind.SimpleAssignment);
        }
    }

    private static void Analyze(OperationAnalysisContext context, List<INamedTypeSymbol> options)
    {
        var assignment = (ISimpleAssignmentOperation)context.Operation;
        if (assignment.Target is not IPropertyReferenceOperation { Property: { Name: "ContextProviders" or "AIContextProviders", ContainingType: var type } }
            || !options.Contains(type, SymbolEqualityComparer.Default))
        {
            return;
        }

        var known = new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default);
        foreach (var provider in ElementsOf(assignment.Value.WithoutConversions()!).Where(IsAsMade))
        {
            if (!known.Add(provider.Type!))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Descriptors.KeyOfTwo, provider.Syntax.GetLocation(), $"The agent has two providers '{provider.Type!.Name}' of one id", "and is refused"));
            }
        }
    }

    private static IEnumerable<IOperation> ElementsOf(IOperation list) =>
        (list is IObjectCreationOperation { Initializer.Initializers: var added } ? added.OfType<IInvocationOperation>().SelectMany(static add => add.Arguments).Select(static argument => argument.Value)
            : VisibleElements.Of(list))
        .Select(static element => element.WithoutConversions()!);

    /// <summary>Whether nothing is said that the id could be made of.</summary>
    private static bool IsAsMade(IOperation provider) =>
        provider is IObjectCreationOperation { Initializer: null, Type: { } type } creation
        && creation.Arguments.All(static argument => argument.ArgumentKind == ArgumentKind.DefaultValue)
        && !Ids.Any(id => type.GetMembers(id).Any(static member => !member.DeclaringSyntaxReferences.IsEmpty));
}
