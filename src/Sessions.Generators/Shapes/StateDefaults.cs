using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>Decides whether a state type has a default: whether <c>new T()</c> can be written inside it.</summary>
internal static class StateDefaults
{
    public static bool HasDefault(INamedTypeSymbol type)
    {
        var constructors = type.InstanceConstructors.Where(static constructor => constructor.Parameters.All(static parameter => parameter.IsOptional || parameter.IsParams)).ToList();
        var constructor = constructors.Find(static constructor => constructor.Parameters.IsEmpty) ?? (constructors.Count == 1 ? constructors[0] : null);
        return constructor is not null && (JsonConstructors.SetsRequiredMembers(constructor) || !JsonConstructors.HasRequiredMembers(type));
    }
}
