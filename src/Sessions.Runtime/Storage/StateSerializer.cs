using System.Text.Json.Serialization.Metadata;

namespace Sessions.Storage;

/// <summary>
/// Reads and writes the values of <see cref="AgentSessionStateAttribute"/> types by the rules of <see cref="SessionState"/>, for whoever
/// keeps them somewhere else than in a session of ours. Nothing is looked up by reflection.
/// </summary>
/// <remarks>Safe for concurrent use: it keeps nothing.</remarks>
public static class StateSerializer
{
    /// <summary>Writes a value as its type's own JSON, of the type's version.</summary>
    /// <typeparam name="T">The state type.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="unknownMembers">What <see cref="Deserialize{T}"/> found beside the type's members, to be written back.</param>
    /// <returns>The value as it is kept.</returns>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> is never stored.</exception>
    /// <exception cref="SessionFormatException">The value has no JSON form.</exception>
    public static StateValue Serialize<T>(T value, ReadOnlyMemory<byte> unknownMembers = default)
        where T : class, IAgentSessionState<T>
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(T.StateKey, T.StateVersion, StateJson<T>.Write(value, unknownMembers, TypeInfoOf<T>()));
    }

    /// <summary>Reads a value, stepping it up to the type's version where older code wrote it.</summary>
    /// <typeparam name="T">The state type.</typeparam>
    /// <param name="value">
    /// The value as it is kept, under whatever key. Of version 0 it is read as version 1, and as what another serializer has written.
    /// </param>
    /// <param name="unknownMembers">The members that <typeparamref name="T"/> does not have, as JSON between the braces: newer code wrote them.</param>
    /// <param name="mayBeForeign">
    /// Whether another serializer may have written the value, whatever its version: names are then read without regard to case, and enums
    /// as text or number.
    /// </param>
    /// <returns>The value; <see langword="null"/> for a slot that was emptied.</returns>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> is never stored.</exception>
    /// <exception cref="SessionFormatException">The value is not what <typeparamref name="T"/> can be read from.</exception>
    /// <exception cref="SessionStateVersionException">The value was written by newer code.</exception>
    public static T? Deserialize<T>(StateValue value, out ReadOnlyMemory<byte> unknownMembers, bool mayBeForeign = false)
        where T : class, IAgentSessionState<T>
    {
        ArgumentNullException.ThrowIfNull(value);
        var read = StateJson<T>.Read(value, TypeInfoOf<T>(), mayBeForeign);
        unknownMembers = read.UnknownMembers;
        return read.Value;
    }

    private static JsonTypeInfo<T> TypeInfoOf<T>()
        where T : class, IAgentSessionState<T> =>
        T.StateTypeInfo ?? throw new InvalidOperationException($"State '{T.StateKey}' is transient: {typeof(T)} is never stored, and has no JSON.");
}
