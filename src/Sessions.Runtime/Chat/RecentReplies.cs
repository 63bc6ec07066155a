using Sessions.Storage;

namespace Sessions.Agents;

/// <summary>The replies of an agent's latest turns that had a key and no session. They end with the process.</summary>
/// <param name="capacity">How many are kept.</param>
internal sealed class RecentReplies(int capacity = 1_000)
{
    private readonly Dictionary<TurnKey, StoredReply> _replies = [];
    private readonly Queue<TurnKey> _order = new();

    public StoredReply? Find(TurnKey turnKey)
    {
        lock (_order)
        {
            return _replies.GetValueOrDefault(turnKey);
        }
    }

    public void Add(TurnKey turnKey, StoredReply reply)
    {
        lock (_order)
        {
            _replies[turnKey] = reply;
            _order.Enqueue(turnKey);
            while (_order.Count > capacity)
            {
                _replies.Remove(_order.Dequeue());
            }
        }
    }
}
