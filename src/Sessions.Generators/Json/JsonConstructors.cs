using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>Finds the constructor that System.Text.Json's reflection makes objects with.</summary>
internal static class JsonConstructors
{
    public static IMethodSymbol? Find(INamedTypeSymbol type)
    {
        if (type.IsAbstract)
        {
            return null;
        }

        var all = type.InstanceConstructors;
        var marked = all.Where(static constructor => constructor.HasAttribute(JsonNames.Constructor)).ToList();
        if (marked.Count > 0)
        {
            return marked.Count == 1 ? marked[0] : null;
        }

        var constructors = all.Where(static constructor => constructor.DeclaredAccessibility == Accessibility.Public).ToList();
        return IsKeyValuePair(type)
            ? constructors.First(static constructor => constructor.Parameters.Length == 2)
            : constructors.Find(static constructor => constructor.Parameters.IsEmpty) ?? (constructors.Count == 1 ? constructors[0] : null);
    }

    /// <summary>The framework's one plain type that is data: System.Text.Json writes its key and its value.</summary>
    public static bool IsKeyValuePair(ITypeSymbol type) => type.Is("System.Collections.Generic.KeyValuePair`2");

    /// <summary>The member that a parameter of the constructor stands for.</summary>
    public static JsonMember? FindMember(IParameterSymbol parameter, IEnumerable<JsonMember> members) =>
        members.FirstOrDefault(member =>
            string.Equals(member.Symbol.Name, parameter.Name, StringComparison.OrdinalIgnoreCase)
            && SymbolEqualityComparer.Default.Equals(member.Type, parameter.Type));

    public static bool SetsRequiredMembers(IMethodSymbol constructor) =>
        constructor.HasAttribute("System.Diagnostics.CodeAnalysis.SetsRequiredMembersAttribute");

    /// <summary>Whether the type or a base class has a member that is <see langword="required"/>, so that <c>new</c> demands it.</summary>
    public static bool HasRequiredMembers(INamedTypeSymbol type)
    {
        for (var current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            if (DeclaredMembers.HasRequired(current))
            {
                return true;
            }
        }

        return false;
    }
}
