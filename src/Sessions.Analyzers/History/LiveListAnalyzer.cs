using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Providers;

namespace Sessions.Analyzers.History;

/// <summary>Reports lists that a history provider returns and changes.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LiveListAnalyzer() : SessionsAnalyzer(Descriptors.LiveListReturned)
{
    private static readonly HashSet<string> Loading = new(StringComparer.Ordinal) { "LoadAsync", "GetMessagesAsync", "ProvideChatHistoryAsync", "InvokingCoreAsync" };

    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (ProviderSymbols.Find(context.Compilation) is { } providers)
        {
            context.RegisterSyntaxNodeAction(node => Analyze(node, providers), SyntaxKind.ClassDeclaration);
        }
    }

    private static void Analyze(SyntaxNodeAnalysisContext context, ProviderSymbols providers)
    {
        if (ProviderCode.Of(context, providers.IsHistoryProvider) is not { } provider)
        {
            return;
        }

        var methods = provider.Methods().ToList();
        foreach (var method in methods.Where(static method => Loading.Contains(method.Symbol.Name)))
        {
            foreach (var list in method.Body.Descendants().OfType<IReturnOperation>().Where(static returned => returned.EnclosingFunction() is null).SelectMany(Returned))
            {
                if (LiveLists.KeptIn(list) is { } field && methods.Find(other => LiveLists.Changes(other.Body, field)) is { } changing)
                {
                    provider.Report(Diagnostic.Create(Descriptors.LiveListReturned, list.Syntax.GetLocation(), field.Name, changing.Symbol.Name));
                }
            }
        }
    }

    /// <summary>What is returned, by itself or as a task's result.</summary>
    private static IEnumerable<IOperation> Returned(IOperation operation) => operation switch
    {
        IReturnOperation { ReturnedValue: { } value } => Returned(value),
        IConversionOperation { OperatorMethod: null } conversion => Returned(conversion.Operand),
        IConditionalOperation { WhenFalse: { } other } choice => Returned(choice.WhenTrue).Concat(Returned(other)),
        ICoalesceOperation choice => Returned(choice.Value).Concat(Returned(choice.WhenNull)),
        IObjectCreationOperation { Type: INamedTypeSymbol type, Arguments: { Length: 1 } arguments } when type.IsOfTasks() => Returned(arguments[0].Value),
        IInvocationOperation { TargetMethod: { Name: "FromResult", ContainingType.Name: "Task" or "ValueTask" }, Arguments: { Length: 1 } arguments } => Returned(arguments[0].Value),
        _ => [operation],
    };
}
