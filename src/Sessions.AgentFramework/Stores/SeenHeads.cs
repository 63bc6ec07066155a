using System.Collections.Concurrent;
using Sessions.Storage;

namespace Sessions.AgentFramework.Stores;

/// <summary>Where the stored sessions stood that a session object was loaded from or saved as.</summary>
internal sealed class SeenHeads
{
    private readonly ConcurrentDictionary<SessionKey, SessionHead> _heads = [];

    public SessionHead? Find(SessionKey key) => _heads.GetValueOrDefault(key);

    public void Set(SessionHead head) => _heads[head.Key] = head;
}
