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
internal sealed record JsonConverterModel(JsonConverterKind Kind, string FullName, string ConvertedType, bool IsForUnderlyingType);

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

internal sealed record JsonConstructorModel(bool IsUnsafe, EquatableArray<JsonParameterModel> Parameters);

/// <summary>A parameter of a constructor; <paramref name="DefaultValue"/> is the expression of an optional one's value.</summary>
internal sealed record JsonParameterModel(string Name, string Type, string? DefaultValue);

/// <summary>How generated code reaches a member.</summary>
internal enum JsonMemberAccess
{
    None,
    Direct,
    Unsafe,
}

/// <summary>A property or field that is written or read.</summary>
internal sealed record JsonMemberModel(
    string Name,
    string Type,
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
