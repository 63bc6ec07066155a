namespace Sessions.Agents;

/// <summary>The replies of an agent's latest turns that had a key and no session. They end with the process.</summary>
/// <param name="capacity">How many are kept.</param>
internal sealed class RecentReplies(int capacity = 1_000)
{
    private readonly Dictionary<string, StoredReply> _replies = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    public StoredReply? Find(string turnKey)
    {
        lock (_order)
        {
            return _replies.GetValueOrDefault(turnKey);
        }
    }

    public void Add(string turnKey, StoredReply reply)
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
