using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Sessions.AgentFramework.State;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework;

/// <summary>
/// The typed state of a session of Microsoft Agent Framework: one slot for each type that carries <see cref="AgentSessionStateAttribute"/>.
/// Generated accessors, such as <c>session.GetTravelPreferences()</c>, come down to these.
/// </summary>
/// <remarks>
/// <para>Values live in the session's <see cref="Framework.AgentSession.StateBag"/>, where the framework's own <c>GetValue</c> finds them,
/// and are serialized with it: the value as plain JSON under the type's key, its version under <c>key.$version</c>. What the framework has
/// put there is read too, names without regard to case and enums as text or number; without a version it is of version 1.</para>
/// <para>A value that is changed in place is serialized as it then is. Transient state is in the session object alone.</para>
/// <para>Safe for concurrent use; <see cref="UpdateState{T}"/> is atomic within the process. Serializing a session while others use it is
/// not, as with all of the framework's state.</para>
/// </remarks>
public static class AgentFrameworkStateExtensions
{
    /// <summary>Reads a slot: the value it holds, or a new one.</summary>
    /// <typeparam name="T">The state type.</typeparam>
    /// <param name="session">The session.</param>
    /// <returns>The value.</returns>
    /// <exception cref="InvalidOperationException">
    /// The slot is absent and <typeparamref name="T"/> cannot be made without arguments, or another type has the same key.
    /// </exception>
    /// <exception cref="SessionFormatException">The stored value is not what <typeparamref name="T"/> can be read from.</exception>
    /// <exception cref="SessionStateVersionException">The stored value was written by newer code.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T GetState<T>(this Framework.AgentSession session)
        where T : class, IAgentSessionState<T>
    {
        ArgumentNullException.ThrowIfNull(session);
        return BagState.Get<T>(session.StateBag);
    }

    /// <summary>Reads a slot if it holds a value.</summary>
    /// <typeparam name="T">The state type.</typeparam>
    /// <param name="session">The session.</param>
    /// <param name="value">The value, or <see langword="null"/> when the slot is absent.</param>
    /// <returns>Whether the slot holds a value that was set, in this process or in the one that serialized it.</returns>
    /// <exception cref="InvalidOperationException">Another type has the same key.</exception>
    /// <inheritdoc cref="GetState{T}" path="/exception[@cref='T:Sessions.SessionFormatException' or @cref='T:Sessions.SessionStateVersionException']"/>
    public static bool TryGetState<T>(this Framework.AgentSession session, [NotNullWhen(true)] out T? value)
        where T : class, IAgentSessionState<T>
    {
        ArgumentNullException.ThrowIfNull(session);
        return BagState.Slot<T>(session.StateBag).TryGet(out value);
    }

    /// <summary>Puts a value into a slot.</summary>
    /// <typeparam name="T">The state type.</typeparam>
    /// <param name="session">The session.</param>
    /// <param name="value">The value.</param>
    /// <inheritdoc cref="TryGetState{T}" path="/exception"/>
    public static void SetState<T>(this Framework.AgentSession session, T value)
        where T : class, IAgentSessionState<T>
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(value);
        BagState.Slot<T>(session.StateBag).Set(value);
    }

    /// <summary>Replaces a slot's value by one made from it, atomically within the process.</summary>
    /// <typeparam name="T">The state type.</typeparam>
    /// <param name="session">The session.</param>
    /// <param name="update">
    /// Makes the new value from the one the slot holds, or from a new one. It runs under the state's lock: it should be short and must not
    /// wait for another thread that uses the same session.
    /// </param>
    /// <returns>The new value.</returns>
    /// <inheritdoc cref="GetState{T}" path="/exception"/>
    public static T UpdateState<T>(this Framework.AgentSession session, Func<T, T> update)
        where T : class, IAgentSessionState<T>
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(update);
        return BagState.Slot<T>(session.StateBag).Update(update);
    }

    /// <summary>
    /// Replaces a slot's value, or fills an absent slot, atomically within the process: <see cref="UpdateState{T}"/> for a type that cannot
    /// be made without arguments.
    /// </summary>
    /// <typeparam name="T">The state type.</typeparam>
    /// <param name="session">The session.</param>
    /// <param name="update">Makes the new value from the one the slot holds, or from <see langword="null"/>.</param>
    /// <returns>The new value.</returns>
    /// <inheritdoc cref="TryGetState{T}" path="/exception"/>
    public static T AddOrUpdateState<T>(this Framework.AgentSession session, Func<T?, T> update)
        where T : class, IAgentSessionState<T>
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(update);
        return BagState.Slot<T>(session.StateBag).AddOrUpdate(update);
    }

    /// <summary>Empties a slot, also one whose value is damaged.</summary>
    /// <typeparam name="T">The state type.</typeparam>
    /// <param name="session">The session.</param>
    /// <returns>Whether it held a value.</returns>
    /// <exception cref="InvalidOperationException">Another type has the same key.</exception>
    /// <exception cref="SessionStateVersionException">The stored value was written by newer code.</exception>
    public static bool ClearState<T>(this Framework.AgentSession session)
        where T : class, IAgentSessionState<T>
    {
        ArgumentNullException.ThrowIfNull(session);
        return BagState.Slot<T>(session.StateBag).Clear();
    }
}
