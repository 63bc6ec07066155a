using System.Text.Json;
using Sessions.Storage;
using StackExchange.Redis;
using static Sessions.RedisStore.RedisData;

namespace Sessions.RedisStore;

/// <summary>Keeps sessions in Redis 7, on one server.</summary>
/// <param name="database">The database, whose connection is the caller's.</param>
/// <param name="prefix">What the names of all its keys begin with.</param>
/// <param name="timeProvider">The clock that sessions and steps expire by; the system's by default.</param>
public sealed class RedisSessionStore(IDatabase database, string prefix = "sessions:", TimeProvider? timeProvider = null) : SessionStore
{
    private const int ListedAtOnce = 200;

    private readonly TimeProvider _clock = timeProvider ?? TimeProvider.System;

    public override object Location { get; } =
        (string.Join(',', database.Multiplexer.GetEndPoints().Select(server => server.ToString())), database.Database, prefix);

    public override async ValueTask<OpenedSession> OpenAsync(SessionKey key, SessionOpening opening, CancellationToken cancellationToken = default)
    {
        var limits = opening.NewestTurns ?? TurnLimits.Page;
        var reply = await RunAsync(RedisScripts.Open, key, cancellationToken,
            opening.KnownRevision ?? -1, Time(opening.KnownCreatedAt), opening.KnowsTurns, opening.NewestTurns is not null, opening.WithFirstTurn,
            limits.MaxTurns, limits.MaxMessages, limits.MaxBytes, opening.TurnKey ?? "");
        var session = reply[0].IsNull ? null : ToSession(reply[0]);
        return new OpenedSession
        {
            Revision = session?.Head.Revision,
            Session = session is null || opening.Knows(session.Head) ? null : session,
            Details = session?.Details,
            NewestTurns = reply[1].IsNull ? null : ToPage(reply[1]),
            FirstTurn = reply[2].IsNull ? null : ToTurn(reply[2]),
            KeyedTurn = reply[3].IsNull ? null : ToTurn(reply[3]),
            Steps = ToSteps(reply[4]),
        };
    }

    public override async ValueTask<IReadOnlyList<StateValue>> LoadStateAsync(SessionKey key, long turn, CancellationToken cancellationToken = default) =>
        ToState(await RunAsync(RedisScripts.LoadState, key, cancellationToken, turn));

    public override async ValueTask<TurnPage> ReadTurnsAsync(SessionKey key, TurnRange range, CancellationToken cancellationToken = default) =>
        ToPage(await RunAsync(RedisScripts.ReadTurns, key, cancellationToken,
            range.ThroughTurn, range.AfterTurn, range.NewestFirst, range.AllBranches, range.WithState,
            range.Limits.MaxTurns, range.Limits.MaxMessages, range.Limits.MaxBytes));

    public override async ValueTask<CommitResult> CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default)
    {
        var head = commit.Head;
        List<RedisValue> arguments =
        [
            commit.ExpectedRevision ?? RedisValue.EmptyString, Time(head.CreatedAt),
            JsonSerializer.Serialize(head), head.Revision, head.CurrentTurn, head.TurnCount, head.LastTurn, Time(head.UpdatedAt),
            .. ToFields(commit.Details), Time(commit.ExpiresAt ?? commit.Details?.ExpiresAt),
            commit.Usage.InputTokens, commit.Usage.OutputTokens, commit.Usage.TotalTokens,
            .. ToFields(commit.State), commit.Turns.Count,
        ];
        foreach (var turn in commit.Turns)
        {
            var rest = turn with { Record = default, Messages = default, State = [] };
            arguments.AddRange(
            [
                turn.Number, turn.ParentTurn, turn.Depth, turn.MessageCount, turn.Messages.Length + turn.Record.Length,
                turn.InputHash is null ? "" : turn.TurnKey, JsonSerializer.Serialize(rest), turn.Record, turn.Messages, .. ToFields(turn.State),
            ]);
        }

        var reply = await RunAsync(RedisScripts.Commit, head.Key, cancellationToken, [.. arguments]);
        return (bool)reply[0] ? CommitResult.Committed : ToConflict(reply[1]);
    }

    public override async ValueTask<StepOutcome> AppendStepAsync(SessionKey key, string turnKey, StoredStep storedStep, CancellationToken cancellationToken = default) =>
        (string?)(await RunAsync(RedisScripts.AppendStep, key, cancellationToken, turnKey, storedStep.Ordinal, storedStep.Json, Time(storedStep.ExpiresAt), Time(storedStep.SessionCreatedAt)))[0] switch
        {
            "appended" => StepOutcome.Appended,
            "taken" => StepOutcome.OrdinalTaken,
            _ => StepOutcome.SessionGone,
        };

    public override async ValueTask<CommitResult> MoveAsync(SessionKey key, long expectedRevision, long turn, DateTimeOffset updatedAt, CancellationToken cancellationToken = default)
    {
        var reply = await RunAsync(RedisScripts.Move, key, cancellationToken, expectedRevision, expectedRevision + 1, turn, Time(updatedAt));
        return (bool)reply[0] ? CommitResult.Of(ToSession(reply[1])) : ToConflict(reply[1]);
    }

    public override async ValueTask<bool> UpdateDetailsAsync(SessionKey key, SessionDetailsUpdate update, CancellationToken cancellationToken = default) =>
        (bool)(await RunAsync(RedisScripts.UpdateDetails, key, cancellationToken,
            [.. ToFields(update.Details, update.Fields), update.Fields.HasFlag(SessionDetailsFields.ExpiresAt), Time(update.Details.ExpiresAt)]))[0];

    public override async ValueTask<bool> DeleteAsync(SessionKey key, CancellationToken cancellationToken = default) =>
        (bool)(await RunAsync(RedisScripts.Delete, key, cancellationToken))[0];

    public override async ValueTask<IReadOnlyList<SessionSummary>> ListPageAsync(SessionQuery query, CancellationToken cancellationToken = default)
    {
        if (query.Text is not null)
        {
            throw new NotSupportedException($"{nameof(RedisSessionStore)} does not search texts.");
        }

        var (page, count) = (new List<SessionSummary>(), query.MaxCount ?? int.MaxValue);
        var from = SessionCursor.Of(query) is { } cursor ? "(" + MemberOf(cursor) : query.Order == SessionOrder.Id ? "-" : "+";
        while (from.Length > 0 && page.Count < count)
        {
            var reply = await RunAsync(RedisScripts.List, Escaped(query.Tenant), cancellationToken, query.Order == SessionOrder.Id, from, ListedAtOnce);
            page.AddRange(Items(reply[1]).Select(session => ToSummary(query.Order, session)).Where(query.Fits).Take(count - page.Count));
            from = reply[0].IsNull ? "" : $"({reply[0]}";
        }

        return page;
    }

    public override async ValueTask<int> PurgeAsync(int maxCount, TimeSpan grace = default, CancellationToken cancellationToken = default)
    {
        var after = _clock.GetUtcNow().AddTicks(1);
        var before = after - DateTimeOffset.MinValue > grace ? after - grace : DateTimeOffset.MinValue;
        return (int)(await RunAsync(RedisScripts.Purge, "", cancellationToken, Time(before), Time(after), maxCount))[0];
    }

    protected override async ValueTask<long> DeleteSessionsCoreAsync(SessionQuery query, CancellationToken cancellationToken)
    {
        if (!query.IsAllOfTenant)
        {
            return await base.DeleteSessionsCoreAsync(query, cancellationToken);
        }

        var (deleted, hasMore) = (0L, true);
        while (hasMore)
        {
            var reply = await RunAsync(RedisScripts.DeleteTenant, Escaped(query.Tenant), cancellationToken);
            (deleted, hasMore) = (deleted + (long)reply[1], (bool)reply[0]);
        }

        return deleted;
    }

    private Task<RedisResult> RunAsync(string script, SessionKey key, CancellationToken cancellationToken, params ReadOnlySpan<RedisValue> arguments) =>
        RunAsync(script, $"{Escaped(key.Tenant)}/{key.Id}", cancellationToken, arguments);

    // Once it is sent, its outcome is waited for.
    private Task<RedisResult> RunAsync(string script, string name, CancellationToken cancellationToken, params ReadOnlySpan<RedisValue> arguments) =>
        cancellationToken.IsCancellationRequested
            ? Task.FromCanceled<RedisResult>(cancellationToken)
            : database.ScriptEvaluateAsync(script, values: [prefix, Time(_clock.GetUtcNow()), name, .. arguments]);
}
