using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sessions.Generators;

namespace Sessions.Analyzers.Types;

/// <summary>An attribute that makes the generator write the other half of a type, with the rules for such types.</summary>
/// <param name="MetadataName">The attribute.</param>
/// <param name="Display">How a message names it.</param>
/// <param name="WhyRefused">Decides which types may have it.</param>
/// <param name="OldestLanguage">The oldest version of C# that the other half compiles in.</param>
/// <param name="NotPartial">Reported for a type that has it and is not partial.</param>
/// <param name="NotSupported">Reported for a type that may not have it.</param>
internal sealed record Annotation(
    string MetadataName,
    string Display,
    Func<INamedTypeSymbol, TypeRefusal> WhyRefused,
    LanguageVersion OldestLanguage,
    DiagnosticDescriptor NotPartial,
    DiagnosticDescriptor NotSupported)
{
    public static readonly ImmutableArray<Annotation> All = ImmutableArray.Create(
        new Annotation(
            RuntimeNames.AgentSessionStateAttribute,
            "[AgentSessionState]",
            TypeShape.WhyRefused,
            LanguageVersions.State,
            Descriptors.StateTypeNotPartial,
            Descriptors.StateTypeNotSupported),
        new Annotation(
            RuntimeNames.HistoryProviderAttribute,
            "[HistoryProvider]",
            static type => ProviderShape.WhyRefused(type, RuntimeNames.HistoryProvider),
            LanguageVersions.Provider,
            Descriptors.HistoryProviderNotPartial,
            Descriptors.HistoryProviderNotSupported));

    public bool IsOn(INamedTypeSymbol type) => type.HasAttribute(MetadataName);

    /// <summary>Whether something is to be generated for the type.</summary>
    public bool IsSupportedOn(INamedTypeSymbol type) => IsOn(type) && WhyRefused(type) == TypeRefusal.None;
}
