using System.Buffers;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Sessions.Agents;

/// <summary>An agent that answers with an <see cref="IChatClient"/>.</summary>
/// <remarks>
/// Safe for concurrent use. Turns on one session object run one after the other; where two objects or two processes have the
/// same session of a store, its revision decides, and the later commit gets a <see cref="SessionConflictException"/>.
/// </remarks>
public sealed class ChatClientAgent : AIAgent
{
    private readonly TurnProviders _providers;
    private readonly RegisteredProviders? _registered;
    private readonly bool _isKnownElsewhere;

    /// <summary>Makes an agent.</summary>
    /// <param name="chatClient">The client that the model is asked with. The agent does not dispose it.</param>
    /// <param name="options">What the agent is made with.</param>
    /// <exception cref="ArgumentException">
    /// There is a store, and neither an id nor a name; two providers have one source id; or more than one loads history.
    /// </exception>
    public ChatClientAgent(IChatClient chatClient, ChatClientAgentOptions? options = null)
        : this(chatClient, options ?? new ChatClientAgentOptions(), registered: null)
    {
    }

    internal ChatClientAgent(IChatClient chatClient, ChatClientAgentOptions options, RegisteredProviders? registered)
    {
        ArgumentNullException.ThrowIfNull(chatClient);
        ArgumentNullException.ThrowIfNull(options);
        var id = FirstGiven(options.Id, options.Name);
        if (id is null && options.SessionStore is not null)
        {
            throw new ArgumentException("An agent with a session store needs a Name or an Id: it is what its stored sessions know it by.", nameof(options));
        }

        ChatClient = chatClient;
        Name = options.Name;
        Description = options.Description;
        _isKnownElsewhere = id is not null;
        Id = id ?? Guid.NewGuid().ToString("N");
        ChatOptions = options.ChatOptions?.Clone();
        Store = options.SessionStore is null ? null : new GuardedStore(options.SessionStore);
        TimeProvider = options.TimeProvider ?? TimeProvider.System;
        Logger = options.LoggerFactory?.CreateLogger<ChatClientAgent>() ?? (ILogger)NullLogger.Instance;
        _providers = new TurnProviders([.. options.ContextProviders]);
        _registered = registered;
    }

    /// <inheritdoc/>
    public override string Id { get; }

    /// <inheritdoc/>
    public override string? Name { get; }

    /// <inheritdoc/>
    public override string? Description { get; }

    /// <summary>The client that the model is asked with.</summary>
    public IChatClient ChatClient { get; }

    internal ChatOptions? ChatOptions { get; }

    internal TimeProvider TimeProvider { get; }

    internal ILogger Logger { get; }

    private SessionStore? Store { get; }

    /// <inheritdoc/>
    public override async ValueTask<bool> DeleteSessionAsync(SessionKey key, CancellationToken cancellationToken = default)
    {
        var store = RequireStore();
        if (await LoadAsync(store, key, cancellationToken).ConfigureAwait(false) is null)
        {
            return false;
        }

        return await store.DeleteAsync(key, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<SessionSummary> ListSessionsAsync(SessionQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return RequireStore().ListAsync(query with { AgentId = Id }, cancellationToken);
    }

    internal ValueTask<TurnProviders> OpenProvidersAsync() => _registered is null ? new(_providers) : _registered.OpenAsync(_providers.All);

    /// <inheritdoc/>
    protected override async ValueTask<AgentSession> CreateSessionCoreAsync(SessionKey? key, CancellationToken cancellationToken)
    {
        var session = NewSession(key);
        if (key is { } taken && Store is not null)
        {
            try
            {
                await session.CommitAsync(session.Head, turn: null, session.State.CaptureChanges(turn: null), session.CreatedAt, cancellationToken).ConfigureAwait(false);
            }
            catch (SessionConflictException)
            {
                throw new SessionExistsException(taken);
            }
        }

        return session;
    }

    /// <inheritdoc/>
    protected override async ValueTask<AgentSession> GetSessionCoreAsync(SessionKey? key, string? serviceSessionId, CancellationToken cancellationToken)
    {
        var stored = key is { } known && Store is not null ? await LoadAsync(Store, known, cancellationToken).ConfigureAwait(false) : null;
        var session = stored is null ? NewSession(key) : ChatClientAgentSession.FromStore(stored, Store!);
        if (serviceSessionId is null)
        {
            return session;
        }

        if (session.Head.HistoryOwner == HistoryOwner.Local)
        {
            throw new InvalidOperationException(
                $"Session '{session.Key}' keeps its history locally and cannot go on with the service's conversation '{serviceSessionId}': the model would see two histories. Use another session id for that conversation, or leave serviceSessionId out.");
        }

        session.UseService(serviceSessionId);
        return session;
    }

    /// <inheritdoc/>
    protected override async Task<AgentResponse> RunCoreAsync(IReadOnlyList<ChatMessage> messages, AgentSession? session, AgentRunOptions? options, CancellationToken cancellationToken)
    {
        var turn = await ChatTurn.OpenAsync(this, OwnKind(session), messages, options, cancellationToken).ConfigureAwait(false);
        await using (turn.ConfigureAwait(false))
        {
            return await turn.StepAsync(async () =>
            {
                var (request, chatOptions) = await turn.PrepareAsync(cancellationToken).ConfigureAwait(false);
                var response = await ChatClient.GetResponseAsync(request, chatOptions, cancellationToken).ConfigureAwait(false)
                    ?? throw new InvalidOperationException($"The chat client {ChatClient.GetType()} returned null instead of a response.");
                return await turn.CompleteAsync(response, cancellationToken).ConfigureAwait(false);
            }).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    protected override IAsyncEnumerable<AgentResponseUpdate> RunStreamingCoreAsync(IReadOnlyList<ChatMessage> messages, AgentSession? session, AgentRunOptions? options, CancellationToken cancellationToken) =>
        StreamAsync(messages, OwnKind(session), options, cancellationToken);

    /// <inheritdoc/>
    protected override async ValueTask SerializeSessionCoreAsync(AgentSession session, IBufferWriter<byte> destination, CancellationToken cancellationToken)
    {
        ThrowIfUnknownElsewhere();
        var own = OwnKind(session)!;
        var (head, log, state) = own.Snapshot();
        if (log is null)
        {
            log = await own.ReadLogAsync(head, cancellationToken).ConfigureAwait(false);
        }

        SessionJsonWriter.Write(destination, new SessionDocument(head, log, state));
    }

    /// <inheritdoc/>
    protected override async ValueTask<AgentSession> DeserializeSessionCoreAsync(ReadOnlyMemory<byte> utf8Json, CancellationToken cancellationToken)
    {
        ThrowIfUnknownElsewhere();
        var document = SessionJsonReader.Read(utf8Json);
        ThrowIfNotOwner(document.Head);
        var stored = Store is null ? null : await LoadAsync(Store, document.Head.Key, cancellationToken).ConfigureAwait(false);
        if (stored is not null && (stored.Head.Revision != document.Head.Revision || stored.Head.CreatedAt != document.Head.CreatedAt))
        {
            throw new SessionConflictException(document.Head.Key, document.Head.Revision, stored.Head.Revision);
        }

        return ChatClientAgentSession.FromDocument(document, Store, stored);
    }

    /// <inheritdoc/>
    protected override async ValueTask SaveSessionCoreAsync(AgentSession session, CancellationToken cancellationToken)
    {
        var own = OwnKind(session)!;
        await own.EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var changes = own.State.CaptureChanges(turn: null);
            if (!changes.IsEmpty)
            {
                await own.CommitAsync(own.Head, turn: null, changes, TimeProvider.GetUtcNow(), cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            own.Leave();
        }
    }

    private static string? FirstGiven(string? id, string? name) => !string.IsNullOrEmpty(id) ? id : !string.IsNullOrEmpty(name) ? name : null;

    private async IAsyncEnumerable<AgentResponseUpdate> StreamAsync(IReadOnlyList<ChatMessage> messages, ChatClientAgentSession? session, AgentRunOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var turn = await ChatTurn.OpenAsync(this, session, messages, options, cancellationToken).ConfigureAwait(false);
        await using (turn.ConfigureAwait(false))
        {
            var updates = new List<ChatResponseUpdate>();
            var stream = await turn.StepAsync(async () =>
            {
                var (request, chatOptions) = await turn.PrepareAsync(cancellationToken).ConfigureAwait(false);
                return ChatClient.GetStreamingResponseAsync(request, chatOptions, cancellationToken).GetAsyncEnumerator(cancellationToken);
            }).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                Func<ValueTask<bool>> moveNext = stream.MoveNextAsync;
                while (await turn.StepAsync(moveNext).ConfigureAwait(false))
                {
                    updates.Add(stream.Current);
                    yield return new AgentResponseUpdate(stream.Current) { AgentId = Id, TurnId = turn.Id };
                }
            }

            var response = await turn.StepAsync(() => turn.CompleteAsync(updates.ToChatResponse(), cancellationToken)).ConfigureAwait(false);
            if (response.Issues.Count > 0)
            {
                yield return new AgentResponseUpdate { AgentId = Id, TurnId = turn.Id, Issues = response.Issues };
            }
        }
    }

    private ChatClientAgentSession NewSession(SessionKey? key) =>
        ChatClientAgentSession.New(key ?? new SessionKey(Guid.NewGuid().ToString("N")), Id, Store, TimeProvider.GetUtcNow());

    private async ValueTask<StoredSession?> LoadAsync(SessionStore store, SessionKey key, CancellationToken cancellationToken)
    {
        var stored = await store.LoadAsync(key, cancellationToken).ConfigureAwait(false);
        if (stored is not null)
        {
            ThrowIfNotOwner(stored.Head);
        }

        return stored;
    }

    /// <summary>The base class has checked whose session it is; a session type of another kind under this agent's id is no session of it.</summary>
    private ChatClientAgentSession? OwnKind(AgentSession? session) => session switch
    {
        null => null,
        ChatClientAgentSession own => own,
        _ => throw new ArgumentException($"Session '{session.Key}' is a {session.GetType()}; a {nameof(ChatClientAgent)} runs a {nameof(ChatClientAgentSession)}. Create it with this agent.", nameof(session)),
    };

    private SessionStore RequireStore() => Store ?? throw new InvalidOperationException(
        $"Agent '{Id}' has no session store, so it keeps no sessions to list or delete. Set ChatClientAgentOptions.SessionStore.");

    private void ThrowIfNotOwner(SessionHead head)
    {
        if (!string.Equals(head.AgentId, Id, StringComparison.Ordinal))
        {
            throw new SessionMismatchException(head.Key, head.AgentId, Id);
        }
    }

    private void ThrowIfUnknownElsewhere()
    {
        if (!_isKnownElsewhere)
        {
            throw new InvalidOperationException("This agent has a random id, so no agent elsewhere could restore its sessions. Set Name or Id.");
        }
    }
}
