using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>
/// A generic type whose members generated code reaches by <c>[UnsafeAccessor]</c>: the methods that do so must be those of a class
/// with the same type parameters.
/// </summary>
/// <param name="ClassName">The class.</param>
/// <param name="Parameters">Its type parameters.</param>
/// <param name="Constraints">What they are constrained to.</param>
/// <param name="Arguments">What the type parameters are in the type that is reached.</param>
/// <param name="DeclaringType">The type, made of the type parameters.</param>
internal sealed record JsonOpenType(string ClassName, string Parameters, string Constraints, string Arguments, string DeclaringType)
{
    public static JsonOpenType Of(INamedTypeSymbol type, string className) => new(
        className,
        List(ParametersOf(type).Select(static parameter => CSharpText.Identifier(parameter.Name))),
        string.Concat(ParametersOf(type).Select(WriteConstraints)),
        List(Generics(type).SelectMany(static container => container.TypeArguments).Select(static argument => argument.ToFullName())),
        type.OriginalDefinition.ToFullName());

    public static bool HasDistinctParameters(INamedTypeSymbol type)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        return ParametersOf(type).All(parameter => names.Add(parameter.Name));
    }

    /// <summary>What the constraints of a type's parameters name.</summary>
    public static IEnumerable<ITypeSymbol> ConstraintTypes(INamedTypeSymbol type) => ParametersOf(type).SelectMany(static parameter => parameter.ConstraintTypes);

    private static IEnumerable<ITypeParameterSymbol> ParametersOf(INamedTypeSymbol type) => Generics(type).SelectMany(static container => container.TypeParameters);

    private static IEnumerable<INamedTypeSymbol> Generics(INamedTypeSymbol type) => type.SelfAndContainingTypes().Where(static container => container.Arity > 0).Reverse();

    private static string List(IEnumerable<string> names) => $"<{string.Join(", ", names)}>";

    private static string WriteConstraints(ITypeParameterSymbol parameter)
    {
        var constraints = parameter.ConstraintTypes.Select(static type => type.ToFullName()).ToList();
        if (parameter.HasUnmanagedTypeConstraint)
        {
            constraints.Insert(0, "unmanaged");
        }
        else if (parameter.HasValueTypeConstraint)
        {
            constraints.Insert(0, "struct");
        }
        else if (parameter.HasReferenceTypeConstraint)
        {
            constraints.Insert(0, "class");
        }
        else if (parameter.HasNotNullConstraint)
        {
            constraints.Insert(0, "notnull");
        }

        if (parameter.HasConstructorConstraint)
        {
            constraints.Add("new()");
        }

        return constraints.Count == 0 ? "" : $" where {CSharpText.Identifier(parameter.Name)} : {string.Join(", ", constraints)}";
    }
}
