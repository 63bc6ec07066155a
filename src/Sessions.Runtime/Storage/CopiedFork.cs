using Sessions.Storage;

namespace Sessions;

/// <summary>A fork that is a copy: what a store does that has nothing better.</summary>
internal static class CopiedFork
{
    public static async ValueTask<CommitResult> MakeAsync(SessionStore store, SessionFork fork, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(fork);
        var source = await store.LoadAsync(fork.Source, cancellationToken).ConfigureAwait(false) ?? throw NoSuchSession(fork);
        var through = fork.ThroughTurn ?? source.Head.CurrentTurn;
        var turns = await ReadAsync(store, fork, source.Head, through, cancellationToken).ConfigureAwait(false);
        var head = NewHead(fork, source.Head, through, turns.Count);
        var commit = new SessionCommit
        {
            ExpectedRevision = null,
            Head = head,
            Turns = turns,
            State = await store.LoadStateAsync(fork.Source, 0, cancellationToken).ConfigureAwait(false),
            Details = DetailsOf(fork, source.Details),
        };
        var result = await store.CommitAsync(commit, cancellationToken).ConfigureAwait(false);
        return result.Outcome == CommitOutcome.Committed
            ? CommitResult.Of(new StoredSession(head, await store.LoadStateAsync(fork.Source, through, cancellationToken).ConfigureAwait(false)) { Details = commit.Details })
            : result;
    }

    /// <summary>The head of a fork.</summary>
    public static SessionHead NewHead(SessionFork fork, SessionHead source, long throughTurn, long depth) => new()
    {
        Key = fork.Key,
        AgentId = fork.AgentId,
        HistoryOwner = source.HistoryOwner,
        CurrentTurn = throughTurn,
        LastTurn = throughTurn,
        TurnCount = depth,
        Revision = 1,
        CreatedAt = fork.CreatedAt,
        UpdatedAt = fork.CreatedAt,
    };

    /// <summary>The details of a fork: the owner and the metadata are the other session's.</summary>
    public static SessionDetails? DetailsOf(SessionFork fork, SessionDetails? details)
    {
        var inherited = new SessionDetails { Owner = details?.Owner, Metadata = details?.Metadata ?? SessionDetails.None.Metadata, ExpiresAt = fork.ExpiresAt };
        return inherited.IsEmpty ? null : inherited;
    }

    public static ArgumentOutOfRangeException NoSuchSession(SessionFork fork) =>
        new(nameof(fork), $"There is no session '{fork.Source}' to fork.");

    public static ArgumentOutOfRangeException NoSuchTurn(SessionFork fork) =>
        new(nameof(fork), $"Session '{fork.Source}' has no turn {fork.ThroughTurn} in its present.");

    private static async ValueTask<List<StoredTurn>> ReadAsync(SessionStore store, SessionFork fork, SessionHead source, long through, CancellationToken cancellationToken)
    {
        var turns = new List<StoredTurn>();
        var range = new TurnRange { ThroughTurn = source.CurrentTurn, WithState = true };
        var hasMore = through > 0;
        while (hasMore)
        {
            var page = await store.ReadTurnsAsync(fork.Source, range, cancellationToken).ConfigureAwait(false);
            turns.AddRange(page.Turns.TakeWhile(turn => turn.Number <= through).Select(turn => turn with { TurnKey = null, InputHash = null }));
            hasMore = page.HasMore && page.Turns[^1].Number < through;
            range = page.Turns.Count == 0 ? range : range with { AfterTurn = page.Turns[^1].Number };
        }

        return (turns.Count == 0 ? 0 : turns[^1].Number) == through ? turns : throw NoSuchTurn(fork);
    }
}
