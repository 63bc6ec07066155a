using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>Why a step from one version to the next is not taken.</summary>
internal enum StateMigrationProblem
{
    None,

    /// <summary>It is not a static method that takes a <c>JsonObject</c> and returns nothing.</summary>
    Signature,

    /// <summary>No version before the type's own is the one it takes.</summary>
    OutOfRange,

    /// <summary>Another step takes the same version.</summary>
    Repeated,
}

/// <summary>A method that carries <c>[StateMigration]</c>.</summary>
internal sealed record StateMigration(IMethodSymbol Method, AttributeData Attribute, int From, StateMigrationProblem Problem);

/// <summary>Finds the steps that bring stored values to a type's version. The analyzers report what is not usable here.</summary>
internal static class StateMigrations
{
    public static IEnumerable<StateMigration> Of(INamedTypeSymbol type, int version, TargetNames names)
    {
        var taken = new HashSet<int>();
        foreach (var method in TypeDeclarations.AnnotatedMethods(type))
        {
            if (method.FindAttribute(names.StateMigrationAttribute) is { } attribute)
            {
                var from = attribute.NamedArgument<int>("From");
                yield return new(method, attribute, from, FindProblem(method, from, version, taken));
            }
        }
    }

    private static StateMigrationProblem FindProblem(IMethodSymbol method, int from, int version, HashSet<int> taken) =>
        !HasSignature(method) ? StateMigrationProblem.Signature
        : from < 1 || from >= version ? StateMigrationProblem.OutOfRange
        : !taken.Add(from) ? StateMigrationProblem.Repeated
        : StateMigrationProblem.None;

    private static bool HasSignature(IMethodSymbol method) =>
        method is { Name.Length: > 0, MethodKind: MethodKind.Ordinary, IsStatic: true, IsGenericMethod: false, ReturnsVoid: true, IsAsync: false, Parameters.Length: 1 }
        && method.Parameters[0] is { RefKind: RefKind.None, Type: var type }
        && type.Is(JsonNames.JsonObject);
}
