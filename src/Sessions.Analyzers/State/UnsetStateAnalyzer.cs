using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers.State;

/// <summary>Reports state that is made or copied to be changed, and that the session never gets.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnsetStateAnalyzer() : SessionsAnalyzer(Descriptors.StateNeverSet)
{
    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (types.StateAttribute is not null || context.Compilation.GetBestTypeByMetadataName(StateReading.Bag) is not null)
        {
            context.RegisterOperationAction(Analyze, OperationKind.Invocation);
        }
    }

    private static void Analyze(OperationAnalysisContext context)
    {
        if (StateReading.Of((IInvocationOperation)context.Operation) is not { Local: { } local } reading)
        {
            return;
        }

        var uses = new LocalUses(local, context.Operation);
        if (uses.Escapes)
        {
            return;
        }

        if (uses.IsChanged && (reading.Made ?? uses.Made) is { } made)
        {
            Report(context, made, $"The '{local.Type.Name}' that is made where the session has none", "what is changed in it is lost");
        }
        else if (uses.LastCopy is { } copy)
        {
            Report(context, copy, $"The changed copy of '{local.Type.Name}'", "the session keeps the old one");
        }
    }

    private static void Report(OperationAnalysisContext context, IOperation place, string what, string outcome) =>
        context.ReportDiagnostic(Diagnostic.Create(Descriptors.StateNeverSet, place.Syntax.GetLocation(), what, outcome));
}
