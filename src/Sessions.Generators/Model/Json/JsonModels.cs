namespace Sessions.Generators;

/// <summary>A type in the JSON of a state value.</summary>
/// <param name="FullName">The type as generated code writes it.</param>
/// <param name="Identifier">A part of identifiers that no other type of the same value has.</param>
/// <param name="Kind">How its metadata is made.</param>
/// <param name="Element">The type of a collection's elements, a dictionary's values, or what a nullable is made of.</param>
/// <param name="Key">The type of a dictionary's keys.</param>
/// <param name="Factory">What makes it: System.Text.Json's converter, or the class that makes an immutable collection.</param>
/// <param name="IsConstructed">Whether a collection is made by its constructor.</param>
/// <param name="NumberHandling">What <c>[JsonNumberHandling]</c> says of a collection's numbers.</param>
/// <param name="Converter">The converter that the type names.</param>
/// <param name="Object">The members of a plain type.</param>
internal sealed record JsonTypeModel(
    string FullName,
    string Identifier,
    JsonTypeKind Kind,
    string? Element = null,
    string? Key = null,
    string? Factory = null,
    bool IsConstructed = false,
    int? NumberHandling = null,
    JsonConverterModel? Converter = null,
    JsonObjectModel? Object = null);

/// <summary>A converter that an attribute names.</summary>
/// <param name="Kind">What kind of converter it is.</param>
/// <param name="FullName">The converter's type.</param>
/// <param name="ConvertedType">The type that it converts, without what makes it nullable.</param>
/// <param name="IsNullable">Whether the converter is wanted for a value that may be missing.</param>
/// <param name="IsForUnderlyingType">Whether it does not know that the value may be missing.</param>
internal sealed record JsonConverterModel(JsonConverterKind Kind, string FullName, string ConvertedType, bool IsNullable, bool IsForUnderlyingType);

/// <summary>A plain class, record or struct.</summary>
/// <param name="Name">Its simple name.</param>
/// <param name="Constructor">What it is made by; <see langword="null"/> if it cannot be made.</param>
/// <param name="Members">What is written and read.</param>
/// <param name="IsValueType">Whether it is a struct.</param>
/// <param name="NumberHandling">What <c>[JsonNumberHandling]</c> says.</param>
/// <param name="UnmappedMemberHandling">What <c>[JsonUnmappedMemberHandling]</c> says.</param>
/// <param name="CreationHandling">What <c>[JsonObjectCreationHandling]</c> says.</param>
internal sealed record JsonObjectModel(
    string Name,
    JsonConstructorModel? Constructor,
    EquatableArray<JsonMemberModel> Members,
    bool IsValueType,
    int? NumberHandling,
    int? UnmappedMemberHandling,
    int? CreationHandling);

/// <summary>What a plain type is made by.</summary>
/// <param name="IsUnsafe">Whether it is reached by <c>[UnsafeAccessor]</c>.</param>
/// <param name="Open">The generic type that is made, where it is reached so.</param>
/// <param name="Parameters">Its parameters.</param>
internal sealed record JsonConstructorModel(bool IsUnsafe, JsonOpenType? Open, EquatableArray<JsonParameterModel> Parameters);

/// <summary>A parameter of a constructor.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="OpenType">Its type, made of the type parameters of a generic type.</param>
/// <param name="DefaultValue">The expression of an optional one's value.</param>
internal sealed record JsonParameterModel(string Name, string Type, string OpenType, string? DefaultValue);

/// <summary>How generated code reaches a member.</summary>
internal enum JsonMemberAccess
{
    None,
    Direct,
    Unsafe,
}

/// <summary>A property or field that is written or read.</summary>
/// <param name="Name">Its name in C#.</param>
/// <param name="Type">Its type.</param>
/// <param name="OpenType">Its type, made of the type parameters of the generic type that declares it.</param>
/// <param name="Open">The generic type that declares it, where it is reached by <c>[UnsafeAccessor]</c>.</param>
/// <param name="DeclaringType">The type that declares it.</param>
/// <param name="DeclaringName">The simple name of that type.</param>
/// <param name="IsDeclaredByValueType">Whether that type is a struct.</param>
/// <param name="IsHidden">Whether its name means another member in the type that has it.</param>
/// <param name="IsField">Whether it is a field.</param>
/// <param name="IsVirtual">Whether it is virtual, abstract or an override.</param>
/// <param name="IsIncluded">Whether <c>[JsonInclude]</c> is on it.</param>
/// <param name="IsRequired">Whether JSON must have it.</param>
/// <param name="IsExtensionData">Whether it takes what no member is for.</param>
/// <param name="Getter">How it is read.</param>
/// <param name="Setter">How it is set.</param>
/// <param name="JsonName">Its name in JSON, if it is not the same.</param>
/// <param name="Order">Its place among the members.</param>
/// <param name="IgnoreCondition">When it is left out.</param>
/// <param name="NumberHandling">What <c>[JsonNumberHandling]</c> says.</param>
/// <param name="CreationHandling">What <c>[JsonObjectCreationHandling]</c> says.</param>
/// <param name="Converter">The converter that an attribute names.</param>
internal sealed record JsonMemberModel(
    string Name,
    string Type,
    string OpenType,
    JsonOpenType? Open,
    string DeclaringType,
    string DeclaringName,
    bool IsDeclaredByValueType,
    bool IsHidden,
    bool IsField,
    bool IsVirtual,
    bool IsIncluded,
    bool IsRequired,
    bool IsExtensionData,
    JsonMemberAccess Getter,
    JsonMemberAccess Setter,
    string? JsonName,
    int? Order,
    int? IgnoreCondition,
    int? NumberHandling,
    int? CreationHandling,
    JsonConverterModel? Converter);
