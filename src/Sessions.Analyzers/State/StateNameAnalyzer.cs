using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Sessions.Generators;

namespace Sessions.Analyzers.State;

/// <summary>Reports session state whose key or accessors are another's.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StateNameAnalyzer() : SessionsAnalyzer(Descriptors.StateKeyNotUnique, Descriptors.StateAccessorNotUsable)
{
    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (!types.HasState)
        {
            return;
        }

        var states = new ConcurrentQueue<NamedState>();
        context.RegisterSymbolAction(
            symbol =>
            {
                if (NamedState.Of((INamedTypeSymbol)symbol.Symbol) is { } state)
                {
                    states.Enqueue(state);
                }
            },
            SymbolKind.NamedType);
        context.RegisterCompilationEndAction(end => Report(end, states.OrderBy(state => state.FullName, StringComparer.Ordinal).ToList()));
    }

    private static void Report(CompilationAnalysisContext context, List<NamedState> states)
    {
        foreach (var group in states.GroupBy(state => state.Declaration.Key, StringComparer.Ordinal))
        {
            foreach (var state in group)
            {
                if (group.FirstOrDefault(other => other != state) is { } other)
                {
                    context.ReportDiagnostic(Diagnostic.Create(Descriptors.StateKeyNotUnique, state.Type.Place(), state.Type.Name, group.Key, other.FullName));
                }
            }
        }

        var accessors = new AccessorRules(context.Compilation);
        foreach (var state in states)
        {
            if (accessors.FindProblem(state, states) is { } reason)
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Descriptors.StateAccessorNotUsable, state.AccessorPlace(context.CancellationToken), state.Declaration.Accessor, state.Type.Name, reason));
            }
        }
    }
}
