using System.Text;

namespace Sessions.TestKit;

/// <summary>Things to put into a store.</summary>
public static class StoreData
{
    public static readonly DateTimeOffset Time = new DateTimeOffset(2026, 8, 1, 12, 0, 0, TimeSpan.Zero).AddTicks(7);

    public static SessionHead Head(SessionKey key, long turn = 0, long revision = 1) => new()
    {
        Key = key,
        AgentId = "agent",
        HistoryOwner = HistoryOwner.Local,
        CurrentTurn = turn,
        LastTurn = turn,
        TurnCount = turn,
        Revision = revision,
        CreatedAt = Time,
        UpdatedAt = Time.AddSeconds(revision),
    };

    /// <summary>A turn that follows the one before it by number.</summary>
    public static StoredTurn Turn(long number, params string[] messages) => new()
    {
        Number = number,
        Id = "turn-" + number,
        ParentTurn = number - 1,
        Depth = number,
        Record = "{}"u8.ToArray(),
        Messages = Encoding.UTF8.GetBytes($"[{string.Join(',', messages)}]"),
        MessageCount = messages.Length,
    };

    public static StateValue Value(string key, string json, int version = 1) => new(key, version, Encoding.UTF8.GetBytes(json));

    public static string Text(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span);

    public static IEnumerable<long> Numbers(this IEnumerable<StoredTurn> turns) => turns.Select(turn => turn.Number);
}
