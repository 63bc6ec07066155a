namespace Sessions.Generators;

/// <summary>What System.Text.Json's attributes say that it refuses when it first uses the type.</summary>
internal enum JsonAttributeProblem
{
    None,

    /// <summary>A member must be in the JSON and has no setter that reads it.</summary>
    RequiredWithoutSetter,

    /// <summary>A member must be set and is ignored.</summary>
    RequiredIgnored,

    /// <summary>The JSON name of a member is <see langword="null"/>.</summary>
    NullName,

    /// <summary>A member that is never <see langword="null"/> is left out when it is.</summary>
    IgnoredWhenNeverNull,

    /// <summary>A number handling that there is not.</summary>
    NumberHandlingUnknown,

    /// <summary>A number handling of a member that is neither a number nor a collection of numbers.</summary>
    NumberHandlingWithoutNumbers,

    /// <summary>What takes extension data is no dictionary of strings to JSON.</summary>
    ExtensionDataType,

    /// <summary>Two members take extension data.</summary>
    ExtensionDataTwice,

    /// <summary>What takes extension data is required.</summary>
    ExtensionDataRequired,

    /// <summary>What takes extension data is a parameter of the constructor.</summary>
    ExtensionDataParameter,

    /// <summary>A creation handling or unmapped member handling that there is not.</summary>
    HandlingUnknown,

    /// <summary>A handling of members, on a type whose JSON is not its members.</summary>
    HandlingWithoutMembers,

    /// <summary>A member is filled in place, whose type can only be replaced.</summary>
    PopulateType,

    /// <summary>A member is filled in place that lacks the accessors for it.</summary>
    PopulateAccessor,

    /// <summary>A member is filled in place whose type may turn out to be a derived one.</summary>
    PopulatePolymorphic,

    /// <summary>A member is filled in place, of a type whose constructor has parameters.</summary>
    PopulateConstructor,

    /// <summary>A sealed type has derived types.</summary>
    PolymorphicSealed,

    /// <summary>A type with a converter has a type discriminator.</summary>
    PolymorphicConverter,

    /// <summary>A polymorphic type names no derived types.</summary>
    PolymorphicWithoutTypes,

    /// <summary>A derived type does not derive.</summary>
    DerivedTypeUnrelated,

    /// <summary>A derived type is abstract.</summary>
    DerivedTypeAbstract,

    /// <summary>A derived type, or its discriminator, is named twice.</summary>
    DerivedTypeTwice,

    /// <summary>A member has the JSON name of the type discriminator.</summary>
    DiscriminatorName,
}
