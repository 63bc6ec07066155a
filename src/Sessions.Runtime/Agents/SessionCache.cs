using Sessions.Storage;

namespace Sessions.Agents;

/// <summary>
/// What an agent has read and written of sessions that were used lately, so that the next request for one need not read it again. What
/// it has is never believed: the store is asked for the revision first. Safe for concurrent use.
/// </summary>
/// <param name="maxBytes">About how many bytes it may hold.</param>
internal sealed class SessionCache(long maxBytes)
{
    private readonly object _gate = new();
    private readonly Dictionary<SessionKey, LinkedListNode<CachedSession>> _sessions = [];
    private readonly LinkedList<CachedSession> _byUse = new();
    private long _bytes;

    /// <summary>About how many bytes it holds.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
            {
                return _bytes;
            }
        }
    }

    public CachedSession? Find(SessionKey key)
    {
        lock (_gate)
        {
            if (!_sessions.TryGetValue(key, out var node))
            {
                return null;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value;
        }
    }

    /// <summary>Takes what is known of a session now.</summary>
    public void Put(CachedSession session)
    {
        lock (_gate)
        {
            Remove(session.Head.Key);

            // One that takes half of the room would drive the others out.
            if (session.Bytes > maxBytes / 2)
            {
                return;
            }

            _sessions[session.Head.Key] = _byUse.AddFirst(session);
            _bytes += session.Bytes;
            while (_bytes > maxBytes)
            {
                Remove(_byUse.Last!.Value.Head.Key);
            }
        }
    }

    private void Remove(SessionKey key)
    {
        if (_sessions.Remove(key, out var node))
        {
            _byUse.Remove(node);
            _bytes -= node.Value.Bytes;
        }
    }
}

/// <summary>What is known of a session at a revision.</summary>
/// <param name="Head">Where it stood.</param>
/// <param name="State">Its state then.</param>
/// <param name="Log">The turns that its view can send.</param>
/// <param name="View">The view; <see langword="null"/> where the log is of all turns.</param>
internal sealed record CachedSession(SessionHead Head, IReadOnlyList<StateValue> State, SessionLog Log, HistoryView? View)
{
    // What a message, a turn and a session are besides their contents, about.
    private const long BytesOfMessage = 200;
    private const long BytesOfTurn = 200;
    private const long BytesOfSession = 1_000;

    /// <summary>About how much memory it takes.</summary>
    public long Bytes { get; } = BytesOfSession + Log.BytesInMemory() + (Log.Count * BytesOfMessage) + (Log.TurnCount * BytesOfTurn) + State.Sum(value => value.Json?.Length ?? 0);
}
