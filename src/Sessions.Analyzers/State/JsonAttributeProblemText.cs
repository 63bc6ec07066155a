using Sessions.Generators;

namespace Sessions.Analyzers.State;

/// <summary>Says why System.Text.Json refuses what attributes say, and what to do instead.</summary>
internal static class JsonAttributeProblemText
{
    /// <summary>The reason; <see langword="null"/> where there is none.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="type">The type whose attributes they are.</param>
    /// <param name="symbol">The member or derived type at fault.</param>
    public static string? Explain(JsonAttributeProblem problem, string type, string? symbol) => problem switch
    {
        JsonAttributeProblem.RequiredWithoutSetter => $"'{symbol}' of '{type}' is required and has no setter that JSON is read by; add one, or remove [JsonRequired]",
        JsonAttributeProblem.RequiredIgnored => $"'{symbol}' of '{type}' is required and ignored; remove [JsonIgnore], or what makes it required",
        JsonAttributeProblem.NullName => $"the JSON name of '{symbol}' of '{type}' is null; give it one",
        JsonAttributeProblem.IgnoredWhenNeverNull => $"'{symbol}' of '{type}' is never null, and ignored when it is; use JsonIgnoreCondition.WhenWritingDefault",
        JsonAttributeProblem.NumberHandlingUnknown => $"the [JsonNumberHandling] of '{symbol ?? type}' names no handling that there is; name one",
        JsonAttributeProblem.NumberHandlingWithoutNumbers => $"'{symbol}' of '{type}' is neither a number nor a collection of numbers; remove [JsonNumberHandling]",
        JsonAttributeProblem.ExtensionDataType => $"'{symbol}' of '{type}' cannot take extension data; make it a Dictionary<string, JsonElement> or a JsonObject",
        JsonAttributeProblem.ExtensionDataTwice => $"'{symbol}' is the second member of '{type}' to take extension data; keep [JsonExtensionData] on one",
        JsonAttributeProblem.ExtensionDataRequired => $"'{symbol}' of '{type}' takes extension data, which cannot be required; remove what makes it required",
        JsonAttributeProblem.ExtensionDataParameter => $"'{symbol}' of '{type}' takes extension data and is a parameter of the constructor; give it a setter in place of the parameter",
        JsonAttributeProblem.HandlingUnknown => $"an attribute of '{symbol ?? type}' names no handling that there is; name one",
        JsonAttributeProblem.HandlingWithoutMembers => $"the JSON of '{type}' is not made of members, which its attribute is about; remove [JsonUnmappedMemberHandling] or [JsonObjectCreationHandling]",
        JsonAttributeProblem.PopulateType => $"'{symbol}' of '{type}' is of a type that cannot be filled in place; remove [JsonObjectCreationHandling]",
        JsonAttributeProblem.PopulateAccessor => $"'{symbol}' of '{type}' is to be filled in place and lacks the accessors for it; add a getter, and for a struct a setter",
        JsonAttributeProblem.PopulatePolymorphic => $"'{symbol}' of '{type}' is of a type with derived types, which cannot be filled in place; remove [JsonObjectCreationHandling]",
        JsonAttributeProblem.PopulateConstructor => $"'{symbol}' cannot be filled in place, because the constructor of '{type}' has parameters; remove [JsonObjectCreationHandling]",
        JsonAttributeProblem.PolymorphicSealed => $"'{type}' is sealed and has [JsonDerivedType]; remove one of the two",
        JsonAttributeProblem.PolymorphicConverter => $"'{type}' has a converter, which can write no type discriminator; remove [JsonConverter] or [JsonDerivedType]",
        JsonAttributeProblem.PolymorphicWithoutTypes => $"'{type}' has [JsonPolymorphic] and names no derived types; name them by [JsonDerivedType]",
        JsonAttributeProblem.DerivedTypeUnrelated => $"'{symbol}' does not derive from '{type}', whose [JsonDerivedType] names it; remove it there",
        JsonAttributeProblem.DerivedTypeAbstract => $"'{symbol}', a derived type of '{type}', is abstract; name the classes that derive from it",
        JsonAttributeProblem.DerivedTypeTwice => $"'{type}' names its derived type '{symbol}' twice, or under a discriminator that another has; give each one of its own",
        JsonAttributeProblem.DiscriminatorName => $"'{symbol}' has the JSON name of the type discriminator of '{type}'; give one of them another name",
        _ => null,
    };
}
