using System.Collections.Immutable;
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

        var constructors = type.InstanceConstructors;
        return constructors.Any(IsMarked) ? Single(constructors, IsMarked)
            : IsKeyValuePair(type) ? constructors.First(static constructor => constructor.Parameters.Length == 2)
            : constructors.FirstOrDefault(static constructor => IsPublic(constructor) && constructor.Parameters.IsEmpty) ?? Single(constructors, IsPublic);
    }

    /// <summary>The framework's one plain type that is data: System.Text.Json writes its key and its value.</summary>
    public static bool IsKeyValuePair(ITypeSymbol type) => type.Is("System.Collections.Generic.KeyValuePair`2");

    /// <summary>The member that a parameter of the constructor stands for.</summary>
    public static JsonMember? FindMember(IParameterSymbol parameter, IEnumerable<JsonMember> members) =>
        members.FirstOrDefault(member =>
            string.Equals(member.Symbol.Name, parameter.Name, StringComparison.OrdinalIgnoreCase)
            && SymbolEqualityComparer.Default.Equals(member.Type, parameter.Type));

    /// <summary>The one constructor that meets a condition, if it is the only one.</summary>
    public static IMethodSymbol? Single(ImmutableArray<IMethodSymbol> constructors, Func<IMethodSymbol, bool> condition)
    {
        IMethodSymbol? single = null;
        foreach (var constructor in constructors)
        {
            if (condition(constructor))
            {
                if (single is not null)
                {
                    return null;
                }

                single = constructor;
            }
        }

        return single;
    }

    /// <summary>Whether <c>new</c> without arguments or an initializer is enough.</summary>
    public static bool IsEnough(IMethodSymbol constructor) =>
        constructor.Parameters.IsEmpty && (SetsRequiredMembers(constructor) || !HasRequiredMembers(constructor.ContainingType));

    public static bool SetsRequiredMembers(IMethodSymbol constructor) =>
        constructor.HasAttribute("System.Diagnostics.CodeAnalysis.SetsRequiredMembersAttribute");

    /// <summary>Whether the type or a base class has a member that is <see langword="required"/>, so that <c>new</c> demands it.</summary>
    public static bool HasRequiredMembers(INamedTypeSymbol type)
    {
        for (var current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            if (TypeDeclarations.HasRequired(current))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsMarked(IMethodSymbol constructor) => constructor.HasAttribute(JsonNames.Constructor);

    private static bool IsPublic(IMethodSymbol constructor) => constructor.DeclaredAccessibility == Accessibility.Public;
}
