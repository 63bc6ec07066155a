using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>What the code says of a state type whose values are stored.</summary>
internal sealed record DeclaredState(INamedTypeSymbol Type, string Key, int Version, StateShape Shape)
{
    public const string VersionArgument = "Version";
    public const string KeyArgument = "Key";

    /// <summary>Reads the type; <see langword="null"/> where it is not state, cannot be, or is never stored.</summary>
    public static DeclaredState? Find(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellationToken) =>
        IsStored(type)
            ? new(type, KeyOf(type), VersionOf(type), StateShapeParser.Parse(type, compilation, cancellationToken))
            : null;

    public static bool IsStored(INamedTypeSymbol type) =>
        type.FindAttribute(RuntimeNames.AgentSessionStateAttribute) is { } attribute
        && !attribute.NamedArgument<bool>("Transient")
        && TypeShape.WhyRefusedAsState(type) == TypeRefusal.None;

    public static string KeyOf(INamedTypeSymbol type) =>
        type.FindAttribute(RuntimeNames.AgentSessionStateAttribute)?.NamedArgument<string>(KeyArgument) ?? type.Name;

    private static int VersionOf(INamedTypeSymbol type) =>
        type.FindAttribute(RuntimeNames.AgentSessionStateAttribute)?.NamedArgument<int?>(VersionArgument) ?? 1;
}
