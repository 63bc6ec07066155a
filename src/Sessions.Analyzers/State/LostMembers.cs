using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Sessions.Generators;

namespace Sessions.Analyzers.State;

/// <summary>Finds the members whose values do not come back from JSON, though nothing fails.</summary>
internal static class LostMembers
{
    /// <summary>The value of <c>JsonObjectCreationHandling.Populate</c>.</summary>
    private const int Populate = 1;

    /// <summary>Properties that are written and never read, with the reason and what to do.</summary>
    public static IEnumerable<(IPropertySymbol Property, string Reason)> FindNotReadBack(INamedTypeSymbol type, List<JsonMember> members, CancellationToken cancellationToken)
    {
        var constructor = JsonConstructors.Find(type);
        foreach (var member in members)
        {
            if (member is { Symbol: IPropertySymbol property, Getter: not null, Setter: null }
                && constructor?.Parameters.Any(parameter => JsonConstructors.FindMember(parameter, [member]) is not null) != true
                && !IsFilled(property)
                && WhyNotRead(property, cancellationToken) is { } reason)
            {
                yield return (property, reason);
            }
        }
    }

    /// <summary>Public fields, which JSON leaves out unless they are included.</summary>
    public static IEnumerable<IFieldSymbol> FindFieldsNotStored(INamedTypeSymbol type) =>
        from current in type.SelfAndBaseTypes()
        from field in current.GetMembers().OfType<IFieldSymbol>()
        where field is { IsStatic: false, IsImplicitlyDeclared: false, DeclaredAccessibility: Accessibility.Public, Name.Length: > 0 }
            && !field.HasAttribute(JsonNames.Include)
            && !field.HasAttribute(JsonNames.Ignore)
        select field;

    /// <summary>Members that hold an <c>object</c>, themselves or in a collection: JSON does not say what it was.</summary>
    public static IEnumerable<ISymbol> FindUntyped(IEnumerable<JsonMember> members) =>
        from member in members
        where !member.Attributes.HasConverter && !member.Symbol.HasAttribute(JsonNames.ExtensionData) && IsUntyped(member.Type)
        select member.Symbol;

    // Only what is written between angle brackets is followed: a type may be a collection of itself.
    private static bool IsUntyped(ITypeSymbol type) => type switch
    {
        { SpecialType: SpecialType.System_Object } => true,
        IArrayTypeSymbol array => IsUntyped(array.ElementType),
        INamedTypeSymbol { TypeArguments: { IsEmpty: false } arguments } =>
            JsonTypeClassifier.Classify(type).Element is { } element && arguments.Contains(element, SymbolEqualityComparer.Default) && IsUntyped(element),
        _ => false,
    };

    private static string? WhyNotRead(IPropertySymbol property, CancellationToken cancellationToken) =>
        property.SetMethod is not null ? "its setter is not public; add [JsonInclude]"
        : HoldsState(property, cancellationToken) ? "it has no setter, and no parameter of the constructor has its name and type; add an init accessor"
        : null;

    /// <summary>Whether System.Text.Json puts what it reads into the value that is there.</summary>
    private static bool IsFilled(IPropertySymbol property) =>
        property.HasAttribute(JsonNames.ExtensionData)
        || (property.FindAttribute(JsonNames.ObjectCreationHandling) ?? property.ContainingType.FindAttribute(JsonNames.ObjectCreationHandling))
            ?.ConstructorArgument<int>(0) == Populate;

    /// <summary>
    /// Whether a property without a setter keeps a value that may differ from object to object. A computed one does not, nor one
    /// whose initializer is a literal or a name: what it reads as is the same after reading.
    /// </summary>
    private static bool HoldsState(IPropertySymbol property, CancellationToken cancellationToken) =>
        property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property))
        && property.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellationToken)).OfType<PropertyDeclarationSyntax>().FirstOrDefault()
            ?.Initializer?.Value is not (LiteralExpressionSyntax or PrefixUnaryExpressionSyntax or NameSyntax or MemberAccessExpressionSyntax);
}
