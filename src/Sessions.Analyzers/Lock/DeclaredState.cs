using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Sessions.Generators;

namespace Sessions.Analyzers.Lock;

/// <summary>What the code says of a state type whose values are stored.</summary>
/// <param name="Type">The state type.</param>
/// <param name="Key">The key that values are stored under.</param>
/// <param name="Version">The version that is stored.</param>
/// <param name="Shape">What a stored value looks like.</param>
/// <param name="Types">The types that the shape is of, the state type among them.</param>
internal sealed record DeclaredState(INamedTypeSymbol Type, string Key, int Version, StateShape Shape, ImmutableArray<INamedTypeSymbol> Types)
{
    public const string VersionArgument = "Version";
    public const string KeyArgument = "Key";

    /// <summary>The steps that are taken.</summary>
    public IEnumerable<StateMigration> Migrations =>
        StateMigrations.Of(Type, Version, RuntimeNames.All).Where(static migration => migration.Problem == StateMigrationProblem.None);

    /// <summary>Reads the type; <see langword="null"/> where it is not state, cannot be, has no version, or is never stored.</summary>
    public static DeclaredState? Find(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellationToken)
    {
        if (StateDeclaration.Of(type, RuntimeNames.All) is not { IsTransient: false, Version: > 0 } declaration)
        {
            return null;
        }

        var (shape, types) = StateShapeParser.Parse(type, compilation, cancellationToken);
        return new(type, declaration.Key, declaration.Version, shape, types);
    }
}
