using System.Text.Json.Nodes;
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

    /// <summary>
    /// How the value is read from and written to JSON; <see langword="null"/> where it is never stored and lives in the session
    /// object alone.
    /// </summary>
    static abstract JsonTypeInfo<TSelf>? StateTypeInfo { get; }

    /// <summary>
    /// Makes the value that an absent slot reads as, or returns <see langword="null"/> where the type cannot be made without
    /// arguments.
    /// </summary>
    static abstract TSelf? CreateState();

    /// <summary>Steps a stored value up by one version.</summary>
    /// <param name="state">The value, to be changed in place.</param>
    /// <param name="fromVersion">The version that the value is of, less than <see cref="StateVersion"/>.</param>
    static virtual void MigrateState(JsonObject state, int fromVersion) =>
        throw new InvalidOperationException($"{typeof(TSelf)} has no migration from version {fromVersion}. Add a method with [StateMigration(From = {fromVersion})].");
}
