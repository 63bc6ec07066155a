using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>Why values of a type cannot be written to JSON and read again.</summary>
internal enum JsonTypeProblemKind
{
    /// <summary>The type does not exist; the compiler says so.</summary>
    Unknown,

    /// <summary>A delegate, a pointer, <c>dynamic</c>, a type parameter or a <c>ref struct</c>: not data.</summary>
    NotData,

    /// <summary>The generated code may not name the type.</summary>
    Inaccessible,

    /// <summary>The framework's type has no converter in System.Text.Json.</summary>
    NoConverter,

    /// <summary>A tuple's elements are fields, which are not written.</summary>
    Tuple,

    /// <summary>An interface or abstract class that does not name its derived types by <c>[JsonDerivedType]</c>.</summary>
    Abstract,

    /// <summary>An array of more than one dimension.</summary>
    MultiDimensionalArray,

    /// <summary>A collection without a public constructor that takes no arguments.</summary>
    CollectionConstructor,

    /// <summary>A dictionary's key that is not a string, number, date, <c>Guid</c>, <c>Uri</c>, <c>Version</c> or enum.</summary>
    DictionaryKey,

    /// <summary>No public constructor is without parameters, the only one, or marked by <c>[JsonConstructor]</c>.</summary>
    Constructor,

    /// <summary>A parameter of the constructor has no member of its name and type.</summary>
    ConstructorParameter,

    /// <summary>A member of a generic type can be reached only by <c>[UnsafeAccessor]</c>, which cannot before .NET 9.</summary>
    GenericSetter,

    /// <summary>The type's members are of ever larger types without end, as in <c>class A&lt;T&gt; { A&lt;A&lt;T&gt;&gt; Next; }</c>.</summary>
    Endless,

    /// <summary>What <c>[JsonConverter]</c> names is not a converter for the type that generated code can make.</summary>
    Converter,

    /// <summary>An attribute that derives from <c>[JsonConverter]</c> makes a converter that generated code knows nothing of.</summary>
    ConverterAttribute,

    /// <summary>Attributes say what System.Text.Json refuses.</summary>
    Attribute,
}

/// <summary>What stands in the way of serializing a type.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Type">The type at fault: the one asked about, or one that it is made of.</param>
/// <param name="Symbol">The member, parameter or derived type at fault, if it is one.</param>
/// <param name="Attribute">What attributes say that is refused.</param>
internal sealed record JsonTypeProblem(JsonTypeProblemKind Kind, ITypeSymbol Type, ISymbol? Symbol = null, JsonAttributeProblem Attribute = JsonAttributeProblem.None);
