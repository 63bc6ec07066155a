using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Sessions.Generators;

namespace Sessions.Analyzers.History;

/// <summary>Reports history providers without a source id, or with another's.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HistorySourceIdAnalyzer() : SessionsAnalyzer(Descriptors.HistorySourceIdNotUsable)
{
    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (!types.HasProviders)
        {
            return;
        }

        var providers = new ConcurrentQueue<NamedProvider>();
        context.RegisterSymbolAction(
            symbol =>
            {
                var type = (INamedTypeSymbol)symbol.Symbol;
                if (type.FindAttribute(RuntimeNames.HistoryProviderAttribute) is { } attribute && ProviderShape.WhyRefused(type, RuntimeNames.HistoryProvider) == TypeRefusal.None)
                {
                    providers.Enqueue(new(type, attribute, attribute.ConstructorArgument<string>(0) ?? ""));
                }
            },
            SymbolKind.NamedType);
        context.RegisterCompilationEndAction(end => Report(end, [.. providers.OrderBy(static provider => provider.Type.ToFullName(), StringComparer.Ordinal)]));
    }

    private static void Report(CompilationAnalysisContext context, List<NamedProvider> providers)
    {
        foreach (var provider in providers)
        {
            if (FindProblem(provider, providers) is { } reason)
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Descriptors.HistorySourceIdNotUsable, provider.Place(context.CancellationToken), provider.SourceId, provider.Type.Name, reason));
            }
        }
    }

    // One that the registration of the whole assembly leaves out may have the id of another that its code never uses beside it.
    private static string? FindProblem(NamedProvider provider, List<NamedProvider> all) =>
        provider.SourceId.Length == 0 ? "it is empty; name the provider"
        : provider.Type.GetVisibility() != TypeVisibility.Nested
            && all.Find(other => other != provider && other.SourceId == provider.SourceId && other.Type.GetVisibility() != TypeVisibility.Nested) is { } twin
            ? $"'{twin.Type.ToPlainName()}' has it too, and both cannot be registered; name another"
        : null;

    private sealed record NamedProvider(INamedTypeSymbol Type, AttributeData Attribute, string SourceId)
    {
        public Location Place(CancellationToken cancellationToken) =>
            (Attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) as AttributeSyntax)?.ArgumentList?.Arguments.FirstOrDefault()?.GetLocation() ?? Type.Place();
    }
}
