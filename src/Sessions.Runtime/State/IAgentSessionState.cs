using System.Text.Json.Serialization.Metadata;

namespace Sessions;

/// <summary>
/// What a type must say of itself to be a slot of a session's state. The generator implements it, explicitly, for every type
/// that carries <see cref="AgentSessionStateAttribute"/>.
/// </summary>
/// <typeparam name="TSelf">The state type itself.</typeparam>
public interface IAgentSessionState<TSelf>
    where TSelf : class, IAgentSessionState<TSelf>
{
    /// <summary>The name the value is stored under, compared ordinally.</summary>
    static abstract string StateKey { get; }

    /// <summary>The version of the type's shape, 1 or more, stored beside each value.</summary>
    static abstract int StateVersion { get; }

    /// <summary>How the value is read from and written to JSON.</summary>
    static abstract JsonTypeInfo<TSelf> StateTypeInfo { get; }

    /// <summary>
    /// Makes the value that an absent slot reads as, or returns <see langword="null"/> where the type cannot be made without
    /// arguments.
    /// </summary>
    static abstract TSelf? CreateState();
}
