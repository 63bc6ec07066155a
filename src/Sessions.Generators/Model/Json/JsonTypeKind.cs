namespace Sessions.Generators;

/// <summary>How System.Text.Json's metadata is made for a type. A collection's kind is part of the name of the method that makes it.</summary>
internal enum JsonTypeKind
{
    /// <summary>System.Text.Json has a converter of its own for the type.</summary>
    Value,
    Enum,
    Nullable,

    /// <summary>The type names a converter by <c>[JsonConverter]</c>.</summary>
    Converter,

    /// <summary>The metadata comes from Microsoft.Extensions.AI.</summary>
    External,

    /// <summary>A plain class, record or struct: its members are written.</summary>
    Object,

    Array,
    List,
    Dictionary,
    ImmutableDictionary,
    IDictionary,
    IReadOnlyDictionary,
    ImmutableEnumerable,
    IList,
    ISet,
    ICollection,
    Stack,
    Queue,
    ConcurrentStack,
    ConcurrentQueue,
    IEnumerable,
}
