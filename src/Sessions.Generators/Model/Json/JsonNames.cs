namespace Sessions.Generators;

/// <summary>The metadata names of System.Text.Json's attributes and types.</summary>
internal static class JsonNames
{
    /// <summary>Where they are, with the period that follows.</summary>
    public const string Serialization = "System.Text.Json.Serialization.";

    public const string Constructor = Serialization + "JsonConstructorAttribute";
    public const string Converter = Serialization + "JsonConverterAttribute";
    public const string DerivedType = Serialization + "JsonDerivedTypeAttribute";
    public const string ExtensionData = Serialization + "JsonExtensionDataAttribute";
    public const string Ignore = Serialization + "JsonIgnoreAttribute";
    public const string Include = Serialization + "JsonIncludeAttribute";
    public const string NumberHandling = Serialization + "JsonNumberHandlingAttribute";
    public const string ObjectCreationHandling = Serialization + "JsonObjectCreationHandlingAttribute";
    public const string Polymorphic = Serialization + "JsonPolymorphicAttribute";
    public const string PropertyName = Serialization + "JsonPropertyNameAttribute";
    public const string PropertyOrder = Serialization + "JsonPropertyOrderAttribute";
    public const string Required = Serialization + "JsonRequiredAttribute";
    public const string StringEnumMemberName = Serialization + "JsonStringEnumMemberNameAttribute";
    public const string UnmappedMemberHandling = Serialization + "JsonUnmappedMemberHandlingAttribute";

    public const string Serializable = Serialization + "JsonSerializableAttribute";
    public const string SerializerContext = Serialization + "JsonSerializerContext";
    public const string JsonObject = "System.Text.Json.Nodes.JsonObject";

    public const string ConverterOfT = Serialization + "JsonConverter`1";
    public const string ConverterFactory = Serialization + "JsonConverterFactory";
    public const string StringEnumConverter = Serialization + "JsonStringEnumConverter";

    /// <summary>The value of <c>JsonIgnoreCondition.Always</c>.</summary>
    public const int IgnoreAlways = 1;
}
