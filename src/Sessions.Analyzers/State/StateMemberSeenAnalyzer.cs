using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Sessions.Generators;

namespace Sessions.Analyzers.State;

/// <summary>
/// Reports members that the generator did not see: what another generator writes is there for the compiler and for analyzers, and
/// for no other generator.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StateMemberSeenAnalyzer() : SessionsAnalyzer(Descriptors.StateMemberNotSeen)
{
    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (types.HasState)
        {
            context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
        }
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (StateDeclaration.Of(type, RuntimeNames.All) is not { HasGeneratedJson: true } || FindGenerated(type, context.CancellationToken) is not { } generated)
        {
            return;
        }

        var graph = JsonGraphParser.Parse(type, new JsonScope(context.Compilation, type), new WarningIds(), context.CancellationToken);
        foreach (var member in graph.Types.Where(static part => part.Object is not null).SelectMany(static part => part.Object!.Members).Distinct())
        {
            if (generated.IndexOf(JsonObjectEmitter.Identity(member), StringComparison.Ordinal) < 0)
            {
                context.ReportDiagnostic(Diagnostic.Create(Descriptors.StateMemberNotSeen, type.Place(), member.Name, member.DeclaringName, type.Name));
            }
        }
    }

    /// <summary>The generated half, where there is one.</summary>
    private static string? FindGenerated(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        type.DeclaringSyntaxReferences
            .Select(static reference => reference.SyntaxTree)
            .FirstOrDefault(static tree => tree.FilePath.EndsWith(".State.g.cs", StringComparison.Ordinal))
            ?.GetText(cancellationToken).ToString();
}
