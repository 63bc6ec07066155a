using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>Decides whether a state type has a default: whether <c>new T()</c> can be written inside it.</summary>
internal static class StateDefaults
{
    public static bool HasDefault(INamedTypeSymbol type)
    {
        var constructors = type.InstanceConstructors;
        var constructor = constructors.FirstOrDefault(static constructor => constructor.Parameters.IsEmpty) ?? JsonConstructors.Single(constructors, TakesNothing);
        return constructor is not null && (JsonConstructors.SetsRequiredMembers(constructor) || !JsonConstructors.HasRequiredMembers(type));
    }

    private static bool TakesNothing(IMethodSymbol constructor) => constructor.Parameters.All(static parameter => parameter.IsOptional || parameter.IsParams);
}
