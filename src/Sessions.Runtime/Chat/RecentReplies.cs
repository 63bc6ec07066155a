namespace Sessions.Agents;

/// <summary>The turns of an agent that had a key and no session, with what answers the key. They end with the process.</summary>
/// <param name="capacity">How many are kept.</param>
internal sealed class RecentReplies(int capacity = 1_000)
{
    private readonly Dictionary<TurnKey, SessionTurn> _replies = [];
    private readonly Queue<TurnKey> _order = new();

    public SessionTurn? Find(TurnKey turnKey)
    {
        lock (_order)
        {
            return _replies.GetValueOrDefault(turnKey);
        }
    }

    public void Add(TurnKey turnKey, SessionTurn turn)
    {
        lock (_order)
        {
            _replies[turnKey] = turn;
            _order.Enqueue(turnKey);
            while (_order.Count > capacity)
            {
                _replies.Remove(_order.Dequeue());
            }
        }
    }
}
