using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Sessions.Generators;

namespace Sessions.Analyzers.History;

/// <summary>Reports history providers whose generated half would have no method to load or to save with, or one that knows no session.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HistoryMethodAnalyzer() : SessionsAnalyzer(Descriptors.HistoryMethodNotUsable, Descriptors.HistoryMethodWithoutSession)
{
    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (types.HasProviders)
        {
            context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
        }
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.FindAttribute(RuntimeNames.HistoryProviderAttribute) is not { } attribute || ProviderShape.WhyRefused(type, RuntimeNames.HistoryProvider) != TypeRefusal.None)
        {
            return;
        }

        var missing = new List<string>();
        foreach (var (name, binding) in Bindings(type, attribute, context.Compilation))
        {
            if (binding.Problem == ProviderMethodProblem.Missing)
            {
                missing.Add(name);
            }
            else if (binding.IsUsable && !binding.IsToldSession && Loads(attribute))
            {
                context.ReportDiagnostic(Diagnostic.Create(Descriptors.HistoryMethodWithoutSession, PlaceOf(binding, type), type.Name, name));
            }
            else if (!binding.IsUsable && !IsReportedElsewhere(binding))
            {
                var reason = $"cannot use '{name}': {HistoryMethodProblemText.Explain(binding)}";
                context.ReportDiagnostic(Diagnostic.Create(Descriptors.HistoryMethodNotUsable, PlaceOf(binding, type), type.Name, reason));
            }
        }

        if (missing.Count > 0)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.HistoryMethodNotUsable,
                type.Place(),
                ImmutableDictionary<string, string?>.Empty.Add(FixProperties.MissingMethods, string.Join(",", missing)),
                type.Name,
                HistoryMethodProblemText.ExplainMissing(missing)));
        }
    }

    /// <summary>The methods that the provider needs by its flags, unless it implements the contract by hand.</summary>
    private static IEnumerable<(string Name, ProviderMethodBinding Binding)> Bindings(INamedTypeSymbol type, AttributeData attribute, Compilation compilation)
    {
        var binder = new ProviderMethodBinder(type, compilation, RuntimeNames.All);
        if (Loads(attribute) && !ProviderShape.Overrides(type, RuntimeNames.LoadAsync, RuntimeNames.HistoryProvider))
        {
            yield return (HistoryMethods.Load.Name, binder.Bind(HistoryMethods.Load));
        }

        var saves = (attribute.NamedArgument<bool?>("StoreInputs") ?? true)
            || (attribute.NamedArgument<bool?>("StoreOutputs") ?? true)
            || (attribute.NamedArgument<bool?>("StoreContextMessages") ?? false);
        if (saves && !ProviderShape.Overrides(type, RuntimeNames.StoreAsync, RuntimeNames.HistoryProvider))
        {
            yield return (HistoryMethods.Save.Name, binder.Bind(HistoryMethods.Save));
        }
    }

    /// <summary>Whether what is stored comes back: an audit may be of all sessions together.</summary>
    private static bool Loads(AttributeData attribute) => attribute.NamedArgument<bool?>("LoadMessages") ?? true;

    /// <summary>Session state that nothing is generated for has a report of its own; mending that mends the parameter.</summary>
    private static bool IsReportedElsewhere(ProviderMethodBinding binding) =>
        binding is { Problem: ProviderMethodProblem.UnknownParameter, Parameter.Type: INamedTypeSymbol type }
        && type.HasAttribute(RuntimeNames.AgentSessionStateAttribute);

    private static Location PlaceOf(ProviderMethodBinding binding, INamedTypeSymbol type) =>
        SymbolEqualityComparer.Default.Equals(binding.Method?.ContainingType, type)
            ? (binding.Parameter ?? (ISymbol)binding.Method!).Place()
            : type.Place();
}
