using System.Buffers;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Sessions.Storage;

namespace Sessions.Agents;

/// <summary>An agent that answers with an <see cref="IChatClient"/>.</summary>
/// <remarks>
/// Safe for concurrent use. Turns on one session run one after the other, or as <see cref="ConcurrentTurns"/> says, whatever
/// session objects are used; where two processes run a turn on one session at the same time, its revision decides, and the
/// later commit gets a <see cref="SessionConflictException"/>.
/// </remarks>
public sealed partial class ChatClientAgent : AIAgent
{
    // A process that loses against another again and again is told so in the end.
    private const int MaxAttempts = 20;

    private readonly TurnProviders _providers;
    private readonly RegisteredProviders? _registered;
    private readonly bool _isKnownElsewhere;
    private readonly SessionLeaseOptions? _lease;

    /// <summary>Makes an agent.</summary>
    /// <param name="chatClient">The client that the model is asked with. The agent does not dispose it.</param>
    /// <param name="options">What the agent is made with.</param>
    /// <exception cref="ArgumentException">
    /// There is a store, and neither an id nor a name; two providers have one source id; more than one loads history; or sessions are to be
    /// leased, and there is no store that has leases.
    /// </exception>
    public ChatClientAgent(IChatClient chatClient, ChatClientAgentOptions options)
        : this(chatClient, options, registered: null)
    {
    }

    /// <summary>Makes an agent.</summary>
    /// <param name="chatClient">The client that the model is asked with. The agent does not dispose it.</param>
    /// <param name="instructions">What the model is told in every turn.</param>
    /// <param name="name">The agent's name, and its id: what its sessions know it by.</param>
    /// <param name="description">What the agent is for.</param>
    /// <param name="tools">The tools that the model may call in every turn.</param>
    public ChatClientAgent(IChatClient chatClient, string? instructions = null, string? name = null, string? description = null, IList<AITool>? tools = null)
        : this(chatClient, OptionsOf(instructions, name, description, tools))
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
        Pipeline = new ModelPipeline(chatClient, options);
        Name = options.Name;
        Description = options.Description;
        _isKnownElsewhere = id is not null;
        Id = id ?? Guid.NewGuid().ToString("N");
        ChatOptions = options.ChatOptions?.Clone();
        Store = options.SessionStore is null ? null : ExceptionTranslatingStore.Of(options.SessionStore);
        Cache = Store is null || options.SessionCacheBytes == 0 ? null : new SessionCache(options.SessionCacheBytes);
        MaxSerializedSessionBytes = options.MaxSerializedSessionBytes;
        TimeProvider = options.TimeProvider ?? TimeProvider.System;
        Logger = options.LoggerFactory?.CreateLogger<ChatClientAgent>() ?? (ILogger)NullLogger.Instance;
        View = options.View ?? HistoryView.Everything;
        ConcurrentTurns = options.ConcurrentTurns;
        QueuePatience = new QueuePatience(options.QueueTimeout, TimeProvider);
        InterruptedTurns = options.InterruptedTurns;
        _lease = LeaseOf(options);
        EnableSensitiveData = options.EnableSensitiveData;
        if (Pipeline.HidesAnswers)
        {
            Logger.AnswersHidden(Id);
        }

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

    /// <summary>What turns are run through: the client, with its steps recorded, and what was configured around it.</summary>
    internal ModelPipeline Pipeline { get; }

    internal HistoryView View { get; }

    internal ConcurrentTurns ConcurrentTurns { get; }

    internal QueuePatience QueuePatience { get; }

    internal InterruptedTurns InterruptedTurns { get; }

    internal bool EnableSensitiveData { get; }

    /// <summary>The replies of turns that had a key and no session.</summary>
    internal RecentReplies Replies { get; } = new();

    /// <summary>The steps of turns that have a key and no session.</summary>
    internal StepLog Steps { get; } = new MemoryStepLog();

    internal ChatOptions? ChatOptions { get; }

    internal override TimeProvider TimeProvider { get; }

    internal ILogger Logger { get; }

    internal SessionStore? Store { get; }

    /// <summary>What is known of sessions that were used lately.</summary>
    internal SessionCache? Cache { get; }

    /// <inheritdoc/>
    protected override int MaxSerializedSessionBytes { get; }

    /// <summary>The lease that a turn of a session runs under; <see langword="null"/> for none.</summary>
    internal TurnLease? NewLease(ChatClientAgentSession session, AgentRunOptions? run) =>
        _lease is null || session.Store is null ? null : new TurnLease(session.Store, session.Key, _lease, run?.ConcurrentTurns ?? ConcurrentTurns, QueuePatience);

    internal TurnProviders OpenProviders(TurnContext turn) => _registered?.Open(turn, _providers) ?? _providers;

    /// <inheritdoc/>
    protected override async ValueTask<AgentSession> CreateSessionCoreAsync(SessionKey? key, CancellationToken cancellationToken)
    {
        var session = NewSession(key);
        if (key is { } taken && Store is not null)
        {
            try
            {
                await session.CommitAsync(session.Head with { Revision = 1 }, turn: null, session.State.CaptureChanges(turn: null), cancellationToken).ConfigureAwait(false);
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
        var session = (key is { } known && Store is not null ? await OpenAsync(Store, known, cancellationToken).ConfigureAwait(false) : null) ?? NewSession(key);
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
    protected override Task<AgentResponse> RunCoreAsync(IReadOnlyList<ChatMessage> messages, AgentSession? session, AgentRunOptions? options, CancellationToken cancellationToken) =>
        RunTurnAsync(messages, OwnKind(session), options, cancellationToken);

    /// <inheritdoc/>
    protected override IAsyncEnumerable<AgentResponseUpdate> RunStreamingCoreAsync(IReadOnlyList<ChatMessage> messages, AgentSession? session, AgentRunOptions? options, CancellationToken cancellationToken) =>
        StreamAsync(messages, OwnKind(session), options, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask SerializeSessionCoreAsync(AgentSession session, IBufferWriter<byte> destination, CancellationToken cancellationToken) =>
        WriteAsync(session, new SessionJsonWriter(destination), cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask SerializeSessionCoreAsync(AgentSession session, Stream destination, CancellationToken cancellationToken) =>
        WriteAsync(session, new SessionJsonWriter(destination), cancellationToken);

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

    private static SessionLeaseOptions? LeaseOf(ChatClientAgentOptions options) => options switch
    {
        { SessionLease: null } => null,
        { SessionStore: null } => throw new ArgumentException("SessionLease is set, and there is no SessionStore: without one nobody else can have the agent's sessions. Set the store, or leave SessionLease out.", nameof(options)),
        { SessionStore: var store } when !store.Capabilities.HasFlag(SessionStoreCapabilities.Leases) => throw new ArgumentException(
            $"SessionLease is set, and the store {store.GetType().Name} has no leases (SessionStoreCapabilities.Leases). Use one that has, such as PostgreSqlSessionStore, or leave SessionLease out.", nameof(options)),
        { SessionLease: { Duration: var duration, IdleDuration: var idle } } => new SessionLeaseOptions { Duration = duration, IdleDuration = idle < duration ? idle : duration },
    };

    private static ChatClientAgentOptions OptionsOf(string? instructions, string? name, string? description, IList<AITool>? tools) => new()
    {
        Name = name,
        Description = description,
        ChatOptions = instructions is null && tools is null ? null : new ChatOptions { Instructions = instructions, Tools = tools },
    };

    private static string? FirstGiven(string? id, string? name) => !string.IsNullOrEmpty(id) ? id : !string.IsNullOrEmpty(name) ? name : null;

    private Task<AgentResponse> RunTurnAsync(IReadOnlyList<ChatMessage>? messages, ChatClientAgentSession? session, AgentRunOptions? options, CancellationToken cancellationToken) => options switch
    {
        { OnConflict: ConflictHandling.Retry } => RunUntilKeptAsync(messages, session, options, cancellationToken),
        { TurnKey: not null, GivenToken: null } when messages is not null && session is not null => RunOrFindReplyAsync(messages, session, options, cancellationToken),
        _ => ChatTurn.RunAsync(this, session, messages, options, attempt: 1, cancellationToken),
    };

    /// <summary>Runs a turn with a key. Where another process was faster with the very same turn, its reply is this run's too.</summary>
    private async Task<AgentResponse> RunOrFindReplyAsync(IReadOnlyList<ChatMessage> messages, ChatClientAgentSession session, AgentRunOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await ChatTurn.RunAsync(this, session, messages, options, attempt: 1, cancellationToken).ConfigureAwait(false);
        }
        catch (SessionConflictException exception) when (exception is { ActualRevision: not null, Response: not null })
        {
            var input = new KeyedInput(TurnKey.From(options.TurnKey)!.Value, messages);
            SessionTurn? answered = null;
            await session.ChangeAsync(async () => answered = await session.Turns.FindKeyedAsync(input.Key.Value, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            if (answered is null)
            {
                throw;
            }

            return input.ToResponse(answered, Id);
        }
    }

    private async Task<AgentResponse> RunUntilKeptAsync(IReadOnlyList<ChatMessage>? messages, ChatClientAgentSession? session, AgentRunOptions options, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ChatTurn.RunAsync(this, session, messages, options, attempt, cancellationToken).ConfigureAwait(false);
            }
            catch (SessionConflictException exception) when (exception is { ActualRevision: not null, Response: not null } && attempt < MaxAttempts)
            {
                // The turn was answered and came too late. The next attempt begins with what the other process has added.
            }
        }
    }

    private async ValueTask WriteAsync(AgentSession session, SessionJsonWriter json, CancellationToken cancellationToken)
    {
        ThrowIfUnknownElsewhere();
        await using (json.ConfigureAwait(false))
        {
            await OwnKind(session)!.WriteAsync(json, cancellationToken).ConfigureAwait(false);
        }
    }

    private async IAsyncEnumerable<AgentResponseUpdate> StreamAsync(IReadOnlyList<ChatMessage>? messages, ChatClientAgentSession? session, AgentRunOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var turn = await ChatTurn.EnterAsync(this, session, messages, options, attempt: 1, cancellationToken).ConfigureAwait(false);
        var guard = new StreamedTurnGuard(turn);
        await using (guard.ConfigureAwait(false))
        {
            if (await turn.BeginStreamAsync().ConfigureAwait(false) is { } known)
            {
                foreach (var update in known.ToAgentResponseUpdates())
                {
                    yield return update;
                }

                yield break;
            }

            while (await turn.MoveNextAsync().ConfigureAwait(false))
            {
                yield return turn.Take();
            }

            var response = await turn.CompleteStreamAsync().ConfigureAwait(false);
            if (response.ToIssuesUpdate() is { } issues)
            {
                yield return issues;
            }
        }
    }

    private ChatClientAgentSession NewSession(SessionKey? key) =>
        new(key ?? new SessionKey(Guid.NewGuid().ToString("N")), Id, TimeProvider.GetUtcNow(), Store);

    /// <summary>The base class has checked whose session it is; a session type of another kind under this agent's id is no session of it.</summary>
    private ChatClientAgentSession? OwnKind(AgentSession? session) => session switch
    {
        null => null,
        ChatClientAgentSession own => own,
        _ => throw new ArgumentException($"Session '{session.Key}' is a {session.GetType()}; a {nameof(ChatClientAgent)} runs a {nameof(ChatClientAgentSession)}. Create it with this agent.", nameof(session)),
    };

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
