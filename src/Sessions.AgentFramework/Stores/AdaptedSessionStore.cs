using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using Sessions.Storage;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework.Stores;

/// <summary>One of our stores, as one of the framework: what an agent has serialized of a session is one value of state.</summary>
internal sealed class AdaptedSessionStore(SessionStore store) : KeyedAgentSessionStore
{
    private const string StateKey = "sessions.agentFrameworkSession";
    private const int StateVersion = 1;

    private readonly ConditionalWeakTable<Framework.AgentSession, SeenHeads> _seen = [];

    public override object? GetService(Type serviceType, object? serviceKey = null) =>
        base.GetService(serviceType, serviceKey) ?? (serviceKey is null && serviceType.IsInstanceOfType(store) ? store : null);

    protected override async ValueTask<Framework.AgentSession?> GetAsync(Framework.AIAgent agent, SessionKey key, CancellationToken cancellationToken)
    {
        if (await FindAsync(agent, key, cancellationToken).ConfigureAwait(false) is not { } stored)
        {
            return null;
        }

        var session = await agent.DeserializeSessionAsync(SerializedIn(stored), cancellationToken: cancellationToken).ConfigureAwait(false);
        _seen.GetOrCreateValue(session).Set(stored.Head);
        return Named(session, key);
    }

    protected override async ValueTask<Framework.AgentSession> GetOrCreateAsync(Framework.AIAgent agent, SessionKey key, CancellationToken cancellationToken) =>
        await GetAsync(agent, key, cancellationToken).ConfigureAwait(false) ?? Named(await agent.CreateSessionAsync(cancellationToken).ConfigureAwait(false), key);

    protected override async ValueTask SaveAsync(Framework.AIAgent agent, SessionKey key, Framework.AgentSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        var seen = _seen.GetOrCreateValue(session);
        var before = seen.Find(key);
        var agentId = AgentIdentity.Of(agent);
        if (before is not null)
        {
            ThrowIfNotOwner(before, agentId);
        }

        var serialized = await agent.SerializeSessionAsync(session, cancellationToken: cancellationToken).ConfigureAwait(false);
        var now = TimeProvider.System.GetUtcNow();
        var head = before is null
            ? new SessionHead { Key = key, AgentId = agentId, Revision = 1, CreatedAt = now, UpdatedAt = now }
            : before with { Revision = before.Revision + 1, UpdatedAt = now };
        var commit = new SessionCommit
        {
            ExpectedRevision = before?.Revision,
            Head = head,
            State = [new StateValue(StateKey, StateVersion, JsonMarshal.GetRawUtf8Value(serialized).ToArray())],
        };
        await CommitAsync(commit, cancellationToken).ConfigureAwait(false);
        seen.Set(head);
    }

    protected override async ValueTask DeleteAsync(Framework.AIAgent agent, SessionKey key, CancellationToken cancellationToken)
    {
        if (await FindAsync(agent, key, cancellationToken).ConfigureAwait(false) is not null)
        {
            await StoreCalls.RunAsync(() => store.DeleteAsync(key, cancellationToken), $"delete session '{key}'", cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<StoredSession?> FindAsync(Framework.AIAgent agent, SessionKey key, CancellationToken cancellationToken)
    {
        var agentId = AgentIdentity.Of(agent);
        var stored = await StoreCalls.RunAsync(() => store.LoadAsync(key, cancellationToken), $"load session '{key}'", cancellationToken).ConfigureAwait(false);
        if (stored is not null)
        {
            ThrowIfNotOwner(stored.Head, agentId);
        }

        return stored;
    }

    private static void ThrowIfNotOwner(SessionHead head, string agentId)
    {
        if (!string.Equals(head.AgentId, agentId, StringComparison.Ordinal))
        {
            throw new SessionMismatchException(head.Key, head.AgentId, agentId);
        }
    }

    /// <summary>A host gives nobody the time to name a session, and history providers need its key.</summary>
    private static Framework.AgentSession Named(Framework.AgentSession session, SessionKey key)
    {
        if (session.GetSessionKey() is null)
        {
            session.SetSessionKey(key);
        }

        return session;
    }

    private static JsonElement SerializedIn(StoredSession stored)
    {
        var json = stored.State.FirstOrDefault(value => string.Equals(value.Key, StateKey, StringComparison.Ordinal))?.Json
            ?? throw new SessionFormatException($"Session '{stored.Head.Key}' was not saved by the framework's agent: it has no state '{StateKey}'. It is unchanged. Load it with the agent of Sessions that it belongs to.");
        try
        {
            var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = int.MaxValue });
            return JsonElement.ParseValue(ref reader);
        }
        catch (JsonException exception)
        {
            throw new SessionFormatException($"Session '{stored.Head.Key}' cannot be read: {exception.Message} What is stored is unchanged.", exception);
        }
    }

    private async ValueTask CommitAsync(SessionCommit commit, CancellationToken cancellationToken)
    {
        var key = commit.Head.Key;
        var result = await StoreCalls.RunAsync(() => SettleAsync(commit, cancellationToken), $"save session '{key}'", cancellationToken).ConfigureAwait(false);
        if (result.Outcome == CommitOutcome.Conflict)
        {
            ThrowIfNotOwner(result.Winner ?? commit.Head, commit.Head.AgentId);
            throw new SessionConflictException(key, commit.ExpectedRevision ?? 0, result.Winner?.Revision);
        }
    }

    /// <summary>Commits. What the store did not acknowledge it may have written all the same: then it is asked.</summary>
    private async ValueTask<CommitResult> SettleAsync(SessionCommit commit, CancellationToken cancellationToken)
    {
        try
        {
            var result = await store.CommitAsync(commit, cancellationToken).ConfigureAwait(false);
            return result.Outcome == CommitOutcome.Unknown ? throw result.Error! : result;
        }
        catch (Exception)
        {
            if (await IsWrittenAsync(commit.Head).ConfigureAwait(false))
            {
                return CommitResult.Committed;
            }

            throw;
        }
    }

    private async ValueTask<bool> IsWrittenAsync(SessionHead head)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            return (await store.LoadAsync(head.Key, timeout.Token).ConfigureAwait(false))?.Head == head;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return false;
        }
    }
}
