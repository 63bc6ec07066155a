using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Inputs;

namespace Sessions.Analyzers.Providers;

/// <summary>Reports what makes the beginning of each turn's request another one, which the service's cache goes by.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PromptCacheAnalyzer() : SessionsAnalyzer(Descriptors.PromptVaries)
{
    private const string Instructions = "the instructions";
    private const string View = "the view";

    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (ProviderSymbols.Find(context.Compilation) is not null)
        {
            context.RegisterOperationAction(AnalyzeCall, OperationKind.Invocation);
            context.RegisterOperationAction(AnalyzeAssignment, OperationKind.SimpleAssignment);
        }
    }

    private static void AnalyzeCall(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call is { TargetMethod: { Name: "AddInstructions", ContainingType.Name: "TurnContext" }, Arguments.Length: 1 })
        {
            Report(context, call.Arguments[0].Value, Instructions, VaryingText.Find(call.Arguments[0].Value, context.CancellationToken));
        }
    }

    private static void AnalyzeAssignment(OperationAnalysisContext context)
    {
        // What a constructor or an initializer makes, it makes once.
        var assignment = (ISimpleAssignmentOperation)context.Operation;
        if (assignment.Target is not IPropertyReferenceOperation { Property: { Name: var name, ContainingType.Name: var type } }
            || context.ContainingSymbol is not IMethodSymbol { MethodKind: not (MethodKind.Constructor or MethodKind.StaticConstructor) })
        {
            return;
        }

        switch (type)
        {
            case "AIContext" when name == "Instructions":
                Report(context, assignment.Value, Instructions, VaryingText.Find(assignment.Value, context.CancellationToken));
                break;
            case "ChatOptions" when name == "Instructions" && IsOfRun(assignment):
                Report(context, assignment.Value, "the options of the run", VaryingText.Find(assignment.Value, context.CancellationToken));
                break;
            case "HistoryView":
                Report(context, assignment.Value, View, assignment.Value.DescendantsAndSelf().FirstOrDefault(VaryingText.IsVarying));
                break;
        }
    }

    /// <summary>Whether the options are made for one run. Those of an agent are read once.</summary>
    private static bool IsOfRun(IOperation assignment)
    {
        for (var outer = assignment.Parent; outer is not null; outer = outer.Parent)
        {
            if (outer is IObjectCreationOperation { Type.Name: var type } && type != "ChatOptions")
            {
                return type == "ChatClientAgentRunOptions";
            }
        }

        return false;
    }

    private static void Report(OperationAnalysisContext context, IOperation value, string what, IOperation? varying)
    {
        if (varying is null)
        {
            return;
        }

        var isHere = value.Syntax.Span.Contains(varying.Syntax.Span);
        context.ReportDiagnostic(Diagnostic.Create(
            Descriptors.PromptVaries,
            isHere ? varying.NarrowLocation() : value.Syntax.GetLocation(),
            isHere ? null : [varying.NarrowLocation()],
            HiddenInputs.Describe(varying),
            what,
            what == View ? "make it of the messages alone" : HiddenInputs.Of(varying) == HiddenInput.Clock ? "say the date alone, or say it in a message" : "say it in a message"));
    }
}
