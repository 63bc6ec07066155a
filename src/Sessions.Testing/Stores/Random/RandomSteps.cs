using System.Globalization;
using System.Text;

namespace Sessions.Testing;

/// <summary>Chooses what happens next, always the same for one seed.</summary>
internal sealed class RandomSteps(int seed)
{
    private static readonly string[] Slots = ["a", "b", "'", "slot of a longer name"];
    private static readonly string[] TurnKeys = ["k1", "k2", "k3"];

    // The numbers of System.Random may differ between versions of .NET; a seed that fails must fail everywhere.
    private ulong _state = (ulong)(uint)seed + 0x9E3779B97F4A7C15;

    /// <summary>A number from 0, less than a bound.</summary>
    public int Next(int bound)
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return (int)((mixed ^ (mixed >> 31)) % (ulong)bound);
    }

    public bool Chance(int percent) => Next(100) < percent;

    public T One<T>(IReadOnlyList<T> all) => all[Next(all.Count)];

    public string TurnKey() => One(TurnKeys);

    public SessionKey Key() => new(Chance(70) ? "" : "t", $"s{Next(5)}");

    public TimeSpan Time() => TimeSpan.FromSeconds(1 + Next(1000));

    public TurnLimits Limits() => Next(4) switch
    {
        0 => new TurnLimits { MaxTurns = 1 + Next(6) },
        1 => new TurnLimits { MaxMessages = 1 + Next(8) },
        2 => new TurnLimits { MaxBytes = 1 + Next(200) },
        _ => TurnLimits.Page,
    };

    public List<StateValue> State() => [.. Slots.Where(_ => Chance(30)).Select(slot =>
        Chance(25) ? StoreData.Emptied(slot) : StoreData.Value(slot, Next(1000).ToString(CultureInfo.InvariantCulture), version: 1 + Next(3)))];

    public StoredTurn Turn(SessionKey session, long number, long parent, long depth)
    {
        var messages = Enumerable.Range(0, Next(4)).Select(_ => $"\"{new string((char)('a' + Next(26)), Next(Chance(5) ? 3000 : 30))}\"").ToList();
        var hasKey = Chance(25);
        return new StoredTurn
        {
            Number = number,
            Id = $"{session.Id}-{number}-{Next(int.MaxValue):x8}",
            ParentTurn = parent,
            Depth = depth,
            TurnKey = hasKey ? TurnKey() : null,
            InputHash = hasKey && Chance(70) ? new[] { (byte)Next(256), (byte)Next(256) } : default(ReadOnlyMemory<byte>?),
            Record = Encoding.UTF8.GetBytes($$"""{"n":{{Next(1000)}}}"""),
            Messages = Encoding.UTF8.GetBytes($"[{string.Join(',', messages)}]"),
            MessageCount = messages.Count,
            State = State(),
        };
    }

    public SessionDetails Details(DateTimeOffset? expiresAt) => new()
    {
        Title = Chance(30) ? null : $"title {Next(5)}",
        Owner = Chance(30) ? null : $"owner {Next(3)}",
        Metadata = Chance(50) ? new SessionDetails().Metadata : new SessionDetails().Metadata.Add("k", $"{Next(3)}"),
        ExpiresAt = expiresAt,
    };

    public SessionQuery Query()
    {
        var query = new SessionQuery { Tenant = Chance(70) ? "" : "t", Order = (SessionOrder)Next(2) };
        return Next(5) switch
        {
            0 => query with { AgentId = $"agent {Next(2)}" },
            1 => query with { Owner = $"owner {Next(3)}" },
            2 => query with { Title = $"E {Next(5)}" },
            3 => query with { Metadata = new SessionDetails().Metadata.Add("k", $"{Next(3)}") },
            _ => query,
        };
    }
}
