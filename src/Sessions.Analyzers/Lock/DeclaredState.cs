using Microsoft.CodeAnalysis;
using Sessions.Generators;

namespace Sessions.Analyzers.Lock;

/// <summary>What the code says of a state type whose values are stored.</summary>
internal sealed record DeclaredState(INamedTypeSymbol Type, string Key, int Version, StateShape Shape)
{
    public const string VersionArgument = "Version";
    public const string KeyArgument = "Key";

    /// <summary>Reads the type; <see langword="null"/> where it is not state, cannot be, has no version, or is never stored.</summary>
    public static DeclaredState? Find(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellationToken) =>
        StateDeclaration.Of(type, RuntimeNames.All) is { IsTransient: false, Version: > 0 } declaration
            ? new(type, declaration.Key, declaration.Version, StateShapeParser.Parse(type, compilation, cancellationToken))
            : null;
}
