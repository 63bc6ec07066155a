using System.Text;
using System.Text.Json;
using Sessions.AgentFramework.State;
using Sessions.Storage;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework.History;

/// <summary>
/// The state bag of a session of the framework, as the store of a session of ours that has nothing but state: what is changed there is
/// found and kept as in any other store.
/// </summary>
internal sealed class BagStore : SessionStore
{
    private readonly Framework.AgentSessionStateBag _bag;
    private SessionHead _head;
    private string _read = "";
    private Exception? _failure;

    public BagStore(Framework.AgentSessionStateBag bag, SessionKey key, string agentId)
    {
        var now = TimeProvider.System.GetUtcNow();
        _bag = bag;
        _head = new SessionHead { Key = key, AgentId = agentId, Revision = 1, CreatedAt = now, UpdatedAt = now };
        Session = new StoredSession(_head, Read() ?? []);
    }

    /// <summary>The session as it was when this was made.</summary>
    public StoredSession Session { get; }

    public override ValueTask<OpenedSession> OpenAsync(SessionKey key, SessionOpening opening, CancellationToken cancellationToken = default)
    {
        if (Read() is not { } state)
        {
            return new(new OpenedSession { Revision = _head.Revision });
        }

        _head = _head with { Revision = _head.Revision + 1 };
        return new(new OpenedSession { Revision = _head.Revision, Session = new StoredSession(_head, state) });
    }

    public override ValueTask<CommitResult> CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default)
    {
        if (!IsAsRead())
        {
            return new(CommitResult.Conflict(_head with { Revision = _head.Revision + 1 }));
        }

        if (_failure is not null)
        {
            throw new InvalidOperationException($"The session's state bag has a value without a JSON form, so that nothing of it could be shown to the provider: {_failure.Message}", _failure);
        }

        foreach (var value in commit.State)
        {
            Write(value);
        }

        _head = commit.Head;
        _ = Read();
        return new(CommitResult.Committed);
    }

    public override ValueTask<IReadOnlyList<StateValue>> LoadStateAsync(SessionKey key, long turn, CancellationToken cancellationToken = default) => throw HasOnlyState();

    public override ValueTask<TurnPage> ReadTurnsAsync(SessionKey key, TurnRange range, CancellationToken cancellationToken = default) => throw HasOnlyState();

    public override ValueTask<StepOutcome> AppendStepAsync(SessionKey key, string turnKey, StoredStep storedStep, CancellationToken cancellationToken = default) => throw HasOnlyState();

    public override ValueTask<CommitResult> MoveAsync(SessionKey key, long expectedRevision, long turn, DateTimeOffset updatedAt, CancellationToken cancellationToken = default) => throw HasOnlyState();

    public override ValueTask<bool> UpdateDetailsAsync(SessionKey key, SessionDetailsUpdate update, CancellationToken cancellationToken = default) => throw HasOnlyState();

    public override ValueTask<bool> DeleteAsync(SessionKey key, CancellationToken cancellationToken = default) => throw HasOnlyState();

    public override ValueTask<IReadOnlyList<SessionSummary>> ListPageAsync(SessionQuery query, CancellationToken cancellationToken = default) => throw HasOnlyState();

    private static NotSupportedException HasOnlyState() =>
        new("In a run of the framework's agent, a provider's session has a key and state, and nothing else. The session itself is turn.Session.GetService<Microsoft.Agents.AI.AgentSession>().");

    /// <summary>What the bag has, if that is not what it had.</summary>
    private List<StateValue>? Read()
    {
        try
        {
            var bag = _bag.Serialize();
            var json = bag.GetRawText();
            _failure = null;
            if (json == _read)
            {
                return null;
            }

            _read = json;
            return [.. bag.EnumerateObject().Where(value => IsState(bag, value)).Select(value => ToState(bag, value))];
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Most providers have no use for state, and the bag of a session that is never stored may hold anything.
            _failure = exception;
            return null;
        }
    }

    /// <summary>Whether the bag has what it had when it was read last, be it something that cannot be read.</summary>
    private bool IsAsRead()
    {
        try
        {
            return _bag.Serialize().GetRawText() == _read && _failure is null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return _failure is not null;
        }
    }

    private static bool IsState(JsonElement bag, JsonProperty value) => value.Name != SessionKeys.BagKey && value.Value.ValueKind != JsonValueKind.Null
        && BagVersion.OwnerOf(value.Name) is var owner && (owner is null || !bag.TryGetProperty(owner, out _));

    // The framework writes values that it has read, and leaves the version of the first shape beside them.
    private static StateValue ToState(JsonElement bag, JsonProperty value) => new(
        value.Name,
        bag.TryGetProperty(BagVersion.KeyOf(value.Name), out var version) && version.ValueKind == JsonValueKind.Number && version.TryGetInt32(out var number) && number > 1 ? number : 0,
        Encoding.UTF8.GetBytes(value.Value.GetRawText()));

    private void Write(StateValue value)
    {
        if (value.Json is { } json)
        {
            BagJson.Set(_bag, value.Key, json, value.Version);
        }
        else
        {
            _bag.TryRemoveValue(value.Key);
            _bag.TryRemoveValue(BagVersion.KeyOf(value.Key));
        }
    }
}
