using System.Runtime.CompilerServices;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework.Durable;

/// <summary>The state of a session of ours, as it is reached through a session of the framework that stands for it.</summary>
/// <param name="mirror">What keeps the session's bag and the state together.</param>
internal readonly struct BoundState(StateBagMirror mirror)
{
    // A session of the framework's own kind has no place to say whose it is.
    private static readonly ConditionalWeakTable<Framework.AgentSession, StateBagMirror> Bound = new();

    /// <summary>Lets a session of the framework stand for one of ours.</summary>
    /// <param name="session">The session.</param>
    /// <param name="mirror">What keeps the bag and the state together.</param>
    public static void Bind(Framework.AgentSession session, StateBagMirror mirror) => Bound.Add(session, mirror);

    /// <summary>Finds the state of the session that one of the framework stands for.</summary>
    public static bool TryFind(Framework.AgentSession session, out BoundState state)
    {
        if (session is SessionsAgentSession own)
        {
            state = own.State;
            return true;
        }

        var isBound = Bound.TryGetValue(session, out var mirror);
        state = isBound ? new BoundState(mirror!) : default;
        return isBound;
    }

    public T Get<T>()
        where T : class, IAgentSessionState<T> => mirror.Use<T, T>(state => state.Get<T>());

    public T? Find<T>()
        where T : class, IAgentSessionState<T> => mirror.Use<T, T?>(state => state.TryGet<T>(out var value) ? value : null);

    public void Set<T>(T value)
        where T : class, IAgentSessionState<T> => mirror.Use<T, T>(state =>
        {
            state.Set(value);
            return value;
        });

    public T Update<T>(Func<T, T> update)
        where T : class, IAgentSessionState<T> => mirror.Use<T, T>(state => state.Update(update));

    public T AddOrUpdate<T>(Func<T?, T> update)
        where T : class, IAgentSessionState<T> => mirror.Use<T, T>(state => state.AddOrUpdate(update));

    public bool Clear<T>()
        where T : class, IAgentSessionState<T> => mirror.Use<T, bool>(state => state.Clear<T>());
}
