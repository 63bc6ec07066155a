namespace Sessions.Generators;

/// <summary>Why an annotated type is of a kind that nothing can be generated for.</summary>
internal enum TypeRefusal
{
    None,

    /// <summary>It is an interface, an enum or another type that is neither a class nor a record class.</summary>
    NotAClass,
    Struct,
    RefStruct,
    Static,
    Abstract,
    FileLocal,
    Generic,
    GenericContainer,

    /// <summary>It, or what it is in, has no name yet; the compiler says so.</summary>
    Nameless,

    /// <summary>It is a record, which cannot derive from a class; only providers are refused for it.</summary>
    Record,

    /// <summary>It has a base class that is not the one of its kind of providers; only providers are refused for it.</summary>
    OtherBaseClass,
}
