using System.Globalization;
using System.Text;

namespace Sessions.Testing;

/// <summary>Writes one session as an agent does, and knows where it stands.</summary>
internal sealed class SessionWriter(StoreScene scene, SessionKey key)
{
    private readonly Dictionary<long, StoredTurn> _turns = [];

    public SessionKey Key => key;

    /// <summary>The head after the last commit; <see langword="null"/> before the first.</summary>
    public SessionHead? Head { get; private set; }

    public string AgentId { get; init; } = "agent";

    /// <summary>What a commit says of the head besides.</summary>
    public SessionDetails? Details { get; init; }

    private long Current => Head?.CurrentTurn ?? 0;

    /// <summary>A turn that follows the current one. Each message is JSON.</summary>
    public StoredTurn Next(params string[] messages) => After(Current, messages);

    /// <summary>A turn that follows another one. Each message is JSON.</summary>
    public StoredTurn After(long parent, params string[] messages) => Following(parent, (Head?.LastTurn ?? 0) + 1, messages);

    /// <summary>The turns after the current one, one a message.</summary>
    public StoredTurn[] NextTurns(params string[] messages)
    {
        var (first, last) = (Next(), Head?.LastTurn ?? 0);
        return [.. messages.Select((message, index) => Following(index == 0 ? first.ParentTurn : last + index, last + index + 1, message) with { Depth = first.Depth + index })];
    }

    /// <summary>Commits a turn with one message after the current turn.</summary>
    public Task AppendAsync(params string[] messages) => CommitAsync(Next(messages));

    /// <summary>Commits a turn that answers a key.</summary>
    public Task AnswerAsync(string turnKey, string message = "1") => CommitAsync(Next(message) with { TurnKey = turnKey, InputHash = new byte[] { 1, 2, 255 } });

    /// <summary>Commits turns, and state that was set outside a turn before the first of them.</summary>
    public async Task CommitAsync(StoredTurn turn, params StateValue[] saved) => await CommitAsync(ToCommit([turn], saved));

    /// <summary>Commits state that was set outside a turn.</summary>
    public Task SaveAsync(params StateValue[] state) => CommitAsync(ToCommit([], state));

    /// <summary>Commits what must be committed.</summary>
    public async Task CommitAsync(SessionCommit commit)
    {
        var result = await scene.CommitAsync(commit);
        Check.Equal(CommitOutcome.Committed, result.Outcome, $"CommitAsync of revision {commit.Head.Revision} of session '{key}'");
        Take(commit);
    }

    /// <summary>Goes on from a commit that is written.</summary>
    public void Take(SessionCommit commit)
    {
        Head = commit.Head;
        foreach (var turn in commit.Turns)
        {
            _turns[turn.Number] = turn;
        }
    }

    /// <summary>A commit of turns and state.</summary>
    public SessionCommit ToCommit(IReadOnlyList<StoredTurn> turns, IReadOnlyList<StateValue>? state = null) => new()
    {
        ExpectedRevision = Head?.Revision,
        Head = HeadAfter(turns),
        Turns = turns,
        State = state ?? [],
        Details = Head is null ? Details : null,
    };

    /// <summary>Makes another turn the current one.</summary>
    public async Task MoveAsync(long turn)
    {
        var at = Head!.UpdatedAt.AddSeconds(1);
        var result = await scene.MoveAsync(key, Head.Revision, turn, at);
        Check.Equal(CommitOutcome.Committed, result.Outcome, $"MoveAsync of session '{key}' to turn {turn}");
        Head = Head with { CurrentTurn = turn, TurnCount = turn == 0 ? 0 : _turns[turn].Depth, Revision = Head.Revision + 1, UpdatedAt = at };
    }

    /// <summary>Forks the session, and writes the fork.</summary>
    public async Task<SessionWriter> ForkAsync(string id, long? throughTurn = null)
    {
        var fork = new SessionFork { Source = key, ThroughTurn = throughTurn, Key = new SessionKey(key.Tenant, id), AgentId = AgentId, CreatedAt = StoreData.Time.AddDays(1) };
        var result = await scene.ForkAsync(fork);
        Check.Equal(CommitOutcome.Committed, result.Outcome, $"ForkAsync of session '{key}' at turn {throughTurn}");
        var made = new SessionWriter(scene, fork.Key) { AgentId = AgentId };
        made.Head = Check.NotNull(result.Session, "ForkAsync: the session of the result").Head;
        foreach (var (number, turn) in _turns)
        {
            made._turns[number] = turn;
        }

        return made;
    }

    /// <summary>The session as another store object writes it.</summary>
    public SessionWriter In(StoreScene other)
    {
        var writer = new SessionWriter(other, key) { AgentId = AgentId, Head = Head };
        foreach (var (number, turn) in _turns)
        {
            writer._turns[number] = turn;
        }

        return writer;
    }

    private StoredTurn Following(long parent, long number, params string[] messages) => new()
    {
        Number = number,
        Id = string.Create(CultureInfo.InvariantCulture, $"{key.Id}-turn-{number}"),
        ParentTurn = parent,
        Depth = parent == 0 ? 1 : (_turns.TryGetValue(parent, out var before) ? before.Depth : 0) + 1,
        Record = "{}"u8.ToArray(),
        Messages = Encoding.UTF8.GetBytes($"[{string.Join(',', messages)}]"),
        MessageCount = messages.Length,
    };

    private SessionHead HeadAfter(IReadOnlyList<StoredTurn> turns)
    {
        var head = Head ?? new SessionHead { Key = key, AgentId = AgentId, HistoryOwner = HistoryOwner.Local, Revision = 0, CreatedAt = StoreData.Time, UpdatedAt = StoreData.Time };
        var next = head with { Revision = head.Revision + 1, UpdatedAt = head.UpdatedAt.AddSeconds(1) };
        return turns.Count == 0 ? next : next with { CurrentTurn = turns[^1].Number, LastTurn = turns[^1].Number, TurnCount = turns[^1].Depth };
    }
}
