using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers.Configuration;

/// <summary>Reports limits of what the model is sent that not one turn fits into.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HistoryWindowAnalyzer() : SessionsAnalyzer(Descriptors.WindowTooSmall)
{
    private const string View = "Sessions.HistoryView";
    private const string FrameworkHistory = "Microsoft.Agents.AI.InMemoryChatHistoryProviderOptions";

    private const int FewestMessages = 2;

    /// <summary>What the estimate counts for a question and an answer without a word in them.</summary>
    private const int FewestTokens = 8;

    private const string OneTurnAlone = "and sends the newest turn alone";
    private const string RaiseOrSayOne = "raise it, or set MaxTurns = 1 where that is meant";

    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        var owners = new[] { View, FrameworkHistory }.Select(context.Compilation.GetBestTypeByMetadataName).OfType<INamedTypeSymbol>().ToList();
        if (owners.Count > 0)
        {
            context.RegisterOperationAction(assignment => Analyze(assignment, owners), OperationKind.SimpleAssignment);
        }
    }

    private static void Analyze(OperationAnalysisContext context, List<INamedTypeSymbol> owners)
    {
        var assignment = (ISimpleAssignmentOperation)context.Operation;
        if (assignment.Target is IPropertyReferenceOperation { Property: var property }
            && owners.Contains(property.ContainingType, SymbolEqualityComparer.Default)
            && FindProblem(property.Name, assignment) is var (why, wayOut))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.WindowTooSmall, assignment.Value.Syntax.GetLocation(), $"{property.Name} = {assignment.Value.Syntax}", why, wayOut));
        }
    }

    private static (string Why, string WayOut)? FindProblem(string limit, ISimpleAssignmentOperation assignment) => (limit, Constant(assignment.Value)) switch
    {
        ("MaxTurns" or "MaxMessages" or "MaxTokens", < 1) => ("and is refused", "raise it, or leave it out where there is no limit"),
        ("MaxMessages", < FewestMessages) => ($"which has {FewestMessages} messages or more, {OneTurnAlone}", RaiseOrSayOne),
        ("MaxTokens", < FewestTokens) when !CountsItself(assignment) => ($"which counts {FewestTokens} tokens or more, {OneTurnAlone}", RaiseOrSayOne),
        ("Reducer" or "ChatReducer", _) when KeepsOneMessage(assignment.Value) => ($"which has {FewestMessages} messages or more, and leaves an answer without its question", "raise the count"),
        _ => null,
    };

    private static int? Constant(IOperation? value) => value.WithoutConversions()?.ConstantValue is { HasValue: true, Value: int number } ? number : null;

    /// <summary>Whether the view is told how to count, and need not do it as the estimate does.</summary>
    private static bool CountsItself(IOperation assignment) =>
        assignment.Parent?.ChildOperations.Any(static other => other is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "CountTokens" } }) == true;

    private static bool KeepsOneMessage(IOperation reducer) =>
        reducer.WithoutConversions() is IObjectCreationOperation { Type.Name: "MessageCountingChatReducer", Arguments: { Length: 1 } arguments }
        && Constant(arguments[0].Value) < FewestMessages;
}
