using Microsoft.Extensions.AI;
using Sessions.Storage;

namespace Sessions.Agents;

/// <summary>One turn of an agent, as its providers see it.</summary>
/// <remarks>
/// <para>Before the model is called, providers add messages, instructions and tools; after it, they find what came of the turn.
/// Providers are called one after the other, so the context needs no lock.</para>
/// <para>The agents of this library make the context of each of their turns, and finish it. Whoever makes one, to run an agent kind
/// of their own or to test a provider, finishes it too: with <see cref="Complete"/> or <see cref="Fail"/>.</para>
/// </remarks>
/// <example>
/// A test of a provider:
/// <code>
/// var turn = new TurnContext(agent, session, [new ChatMessage(ChatRole.User, "Where should I hike?")]);
/// await provider.InvokingAsync(turn, CancellationToken.None);
/// Assert.Contains("Alps", turn.GetRequestMessages()[0].Text);
/// turn.Complete(new AgentResponse([new ChatMessage(ChatRole.Assistant, "In the Dolomites.")]));
/// await provider.InvokedAsync(turn, CancellationToken.None);
/// </code>
/// </example>
public sealed class TurnContext
{
    // What runs a turn that nothing outside has begun.
    private static readonly object ByAgent = new();

    private ProviderAdditions? _added;

    /// <summary>Who runs the turn: an agent, or the scope that it was begun with.</summary>
    private object? _runner;
    private List<TurnIssue>? _issues;
    private AgentResponse? _response;
    private IReadOnlyList<ChatMessage>? _request;
    private long _followedTurn = -1;

    /// <summary>The services themselves, or the <see cref="TurnServices"/> that open a scope of them.</summary>
    private object? _services;

    /// <summary>Makes the context of a turn that is about to run.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="session">The session, if there is one.</param>
    /// <param name="inputMessages">The caller's messages.</param>
    /// <param name="options">The options of the run.</param>
    public TurnContext(AIAgent agent, AgentSession? session, IReadOnlyList<ChatMessage> inputMessages, AgentRunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(agent);
        ArgumentNullException.ThrowIfNull(inputMessages);
        Agent = agent;
        Session = session;
        InputMessages = inputMessages;
        Options = options;
        CompactId = CompactId.New();
    }

    /// <summary>
    /// The turn in whose flow the caller is: in a tool, in a provider, and in what they call. <see langword="null"/> outside of a
    /// turn, for a reader of its stream too.
    /// </summary>
    /// <example>
    /// <code>
    /// [Description("Remembers what the user likes.")]
    /// static void Remember(string interest) =&gt;
    ///     TurnContext.Current!.Session!.UpdateTravelPreferences(p =&gt; p with { Interests = p.Interests.Add(interest) });
    /// </code>
    /// </example>
    public static TurnContext? Current => (StateScope.Current as TurnFlow)?.Turn;

    /// <summary>The turn's id, unique everywhere.</summary>
    public string TurnId => field ??= CompactId.ToString();

    /// <inheritdoc cref="TurnId"/>
    internal CompactId CompactId { get; init; }

    /// <summary>The agent that runs the turn.</summary>
    public AIAgent Agent { get; }

    /// <summary>The session that the turn belongs to; <see langword="null"/> when the run has none.</summary>
    public AgentSession? Session { get; }

    /// <summary>The options that the caller gave the run.</summary>
    public AgentRunOptions? Options { get; }

    /// <summary>The caller's messages.</summary>
    public IReadOnlyList<ChatMessage> InputMessages { get; internal set; }

    /// <summary>
    /// The history that the model is sent, oldest message first, once the provider that loads it has: empty until then, without a
    /// session, and where the model's service keeps it. Not to be changed.
    /// </summary>
    public IReadOnlyList<ChatMessage> History { get; internal set; } = [];

    /// <summary>The messages that providers added to this turn, by the <see cref="AIContextProvider.SourceId"/> of each.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<ChatMessage>> ContextMessages => Added.Messages;

    /// <summary>The agent's instructions, the run's, and what providers added, one after the other.</summary>
    public string? Instructions { get; private set; }

    /// <summary>The tools that the model may call in this turn.</summary>
    public IList<AITool> Tools => Added.Tools;

    /// <summary>A bag for providers to keep things of this turn in, and to talk to one another.</summary>
    public IDictionary<object, object?> Items => Added.Items;

    /// <summary>
    /// The services of the turn: for an agent that was registered with dependency injection, a scope of the turn's own, which ends
    /// with it. Providers come from it, and tools get it as <see cref="AIFunctionArguments.Services"/>. <see langword="null"/> for
    /// any other agent, unless whoever made the context gave some.
    /// </summary>
    public IServiceProvider? Services
    {
        get => _services is TurnServices scope ? scope.Open() : (IServiceProvider?)_services;
        init => _services = value;
    }

    /// <summary>
    /// Names the call of the tool in whose flow the caller is; <see langword="null"/> outside of a tool of this turn. In a turn with
    /// a key the same call has the same name in every attempt, so that the world outside can tell that it was there before: as an
    /// idempotency key of a payment, for example.
    /// </summary>
    public string? ToolCallKey => ToolFlow.Current is { } call && call.Turn.Turn == this ? call.CallKey : null;

    /// <summary>The answer, once the model gave it.</summary>
    public AgentResponse? Response
    {
        get => _response;
        internal set
        {
            _response = value;
            ShowIssues();
            if (value is not null && _request is RequestMessages { UnchangedHistory: >= 0 } request)
            {
                // What providers had put before the last turn's input was not kept.
                value.UnchangedPrefixLength = request.UnchangedHistory + (HasMessages ? 0 : request.UnchangedInput);
            }
        }
    }

    /// <summary>What ended the turn, if it failed or was cancelled.</summary>
    public Exception? Exception { get; internal set; }

    /// <summary>Whether an agent of this library runs the turn, and so finishes it.</summary>
    internal bool IsRunByAgent
    {
        get => _runner == ByAgent;
        init => _runner = value ? ByAgent : null;
    }

    /// <summary>The number of the turn that this one follows; 0 for none, <see langword="null"/> while that is not settled.</summary>
    internal long? FollowedTurn
    {
        get => _followedTurn < 0 ? null : _followedTurn;
        set => _followedTurn = value ?? -1;
    }

    /// <summary>What the turn runs in, if it was begun with <see cref="AgentSession.BeginTurn"/>.</summary>
    internal TurnScope? Scope => _runner as TurnScope;

    /// <summary>
    /// What the model said in this turn, as far as it is to be kept; <see langword="null"/> while nothing of the turn is.
    /// </summary>
    internal IReadOnlyList<ChatMessage>? Outputs { get; set; }

    /// <summary>The tools, if there are any.</summary>
    internal IList<AITool>? ToolsOrNull => _added is { Tools: { Count: > 0 } tools } ? tools : null;

    /// <summary>
    /// The messages that the model is sent: the history, what providers have added, and the caller's messages. They are valid for
    /// any model: open tool calls are closed, and each result follows its call. Not to be changed.
    /// </summary>
    /// <remarks>
    /// In a turn of a <see cref="ChatClientAgent"/> they are what the model was sent, as the agent's <see cref="HistoryView"/> cuts
    /// it, once the providers have prepared; before that, and in a turn of your own, there is no cut.
    /// </remarks>
    public IReadOnlyList<ChatMessage> GetRequestMessages() => _request ?? HistoryView.Everything.Compose(History, AddedMessages()).Messages;

    /// <summary>
    /// Finishes the turn with an answer, so that <see cref="AIContextProvider.InvokedAsync"/> finds it. For whoever made the context.
    /// </summary>
    /// <param name="response">The answer.</param>
    /// <param name="outputs">What history providers are to store of it; all its messages by default.</param>
    /// <exception cref="InvalidOperationException">The turn is finished already, or an agent of this library runs it.</exception>
    public void Complete(AgentResponse response, IReadOnlyList<ChatMessage>? outputs = null)
    {
        ArgumentNullException.ThrowIfNull(response);
        ThrowIfNotToBeFinished();
        Response = response;
        Outputs = outputs ?? [.. response.Messages];
    }

    /// <summary>
    /// Finishes the turn with what ended it, so that <see cref="AIContextProvider.InvokedAsync"/> finds it; history providers store
    /// nothing. For whoever made the context.
    /// </summary>
    /// <param name="exception">What ended the turn.</param>
    /// <exception cref="InvalidOperationException">The turn is finished already, or an agent of this library runs it.</exception>
    public void Fail(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        ThrowIfNotToBeFinished();
        Exception = exception;
    }

    /// <summary>Adds messages to what the model is sent, between the history and the caller's messages.</summary>
    /// <param name="source">The provider that adds them.</param>
    /// <param name="messages">The messages.</param>
    public void AddMessages(AIContextProvider source, params IEnumerable<ChatMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(messages);
        ChatMessage[] added = [.. messages];
        if (Array.Exists(added, message => message is null))
        {
            throw new ArgumentException($"Provider '{source.SourceId}' added a message that is null.", nameof(messages));
        }

        Added.Add(source.SourceId, added);
    }

    /// <summary>Adds to the instructions that the model is given.</summary>
    /// <param name="instructions">The text; nothing is added for <see langword="null"/> or an empty one.</param>
    public void AddInstructions(string? instructions)
    {
        if (!string.IsNullOrEmpty(instructions))
        {
            Instructions = string.IsNullOrEmpty(Instructions) ? instructions : Instructions + "\n" + instructions;
        }
    }

    /// <summary>Adds something that went wrong, and did not end the turn, to what its answer lists.</summary>
    internal void Note(TurnIssue issue)
    {
        (_issues ??= []).Add(issue);
        ShowIssues();
    }

    /// <summary>Takes the turn's scope of services.</summary>
    internal void Begin(TurnServices services) => _services = services;

    /// <summary>Ends the turn's scope of services, if it has one.</summary>
    internal ValueTask CloseServicesAsync() => (_services as TurnServices)?.DisposeAsync() ?? default;

    /// <summary>Leaves out of messages that are to be kept what has no JSON form, and says so.</summary>
    /// <param name="copies">The messages, which are the caller's to change.</param>
    internal void LeaveOutOthers(IReadOnlyList<ChatMessage> copies)
    {
        var leftOut = KeptForm.LeaveOut(copies);
        for (var i = 0; i < leftOut.Count; i++)
        {
            Note(new TurnIssue(TurnIssueKind.NotKept, leftOut[i]));
        }
    }

    /// <summary>Takes over what the agent and the run ask of the model, for providers to add to.</summary>
    internal void Begin(ChatOptions? options)
    {
        AddInstructions(options?.Instructions);
        if (options?.Tools is { Count: > 0 } tools)
        {
            Added.Tools.AddRange(tools);
        }
    }

    /// <summary>Takes note of what the turn runs in.</summary>
    internal void Begin(TurnScope scope, long followedTurn)
    {
        ThrowIfNotToBeFinished();
        if (Scope is not null)
        {
            throw new InvalidOperationException($"Turn {TurnId} has begun already. Make a TurnContext for each turn.");
        }

        (_runner, FollowedTurn) = (scope, followedTurn);
    }

    /// <summary>Takes note of what had to be mended of the history or the input.</summary>
    internal void Note(IReadOnlyList<string> repairs)
    {
        for (var i = 0; i < repairs.Count; i++)
        {
            Note(new TurnIssue(TurnIssueKind.HistoryRepaired, repairs[i]));
        }
    }

    /// <summary>Takes note of what was mended of one of the turn's requests; those that follow hold it again.</summary>
    internal void NoteOnce(IReadOnlyList<string> repairs)
    {
        if (repairs.Count > 0)
        {
            Note([.. repairs.Where(repair => _issues?.Exists(issue => issue.Message == repair) != true)]);
        }
    }

    /// <summary>Takes note of what the model is sent.</summary>
    internal void SetRequest(in HistoryRequest request) => _request = request.Messages;

    /// <summary>Whether messages are those that the model is sent first.</summary>
    internal bool IsRequest(IReadOnlyList<ChatMessage> messages) => ReferenceEquals(messages, _request);

    /// <summary>What the turn adds to the history: what providers added, then the caller's messages.</summary>
    internal IReadOnlyList<ChatMessage> AddedMessages() => !HasMessages ? InputMessages : [.. AllContextMessages(), .. InputMessages];

    /// <summary>Copies of the turn's new messages that a provider stores, in the order in which the model saw and gave them.</summary>
    internal ChatMessage[] CopyNewMessages(HistoryProvider provider)
    {
        ReadOnlySpan<ChatMessage> added = provider.StoreContextMessages && HasMessages ? [.. AllContextMessages()] : [];
        return MessageCopy.Of(added, provider.StoreInputs ? InputMessages : [], provider.StoreOutputs && Outputs is not null ? Outputs : []);
    }

    /// <summary>Copies of the turn's new messages that the session itself keeps.</summary>
    internal ChatMessage[] CopyNewMessages() => MessageCopy.Of([], InputMessages, Outputs ?? []);

    /// <summary>What is kept of the turn besides its messages.</summary>
    internal TurnRecord ToRecord(SessionHead head, TurnStatus status, UsageDetails? usage, int inputCount, DateTimeOffset startedAt, DateTimeOffset completedAt) =>
        ToRecord(head.LastTurn + 1, FollowedTurn ?? head.CurrentTurn, status, usage, inputCount, startedAt, completedAt);

    /// <summary>The same, of a turn that has no session.</summary>
    internal TurnRecord ToRecord(TurnStatus status, UsageDetails? usage, int inputCount, DateTimeOffset startedAt, DateTimeOffset completedAt) =>
        ToRecord(number: 1, parentTurn: 0, status, usage, inputCount, startedAt, completedAt);

    private TurnRecord ToRecord(long number, long parentTurn, TurnStatus status, UsageDetails? usage, int inputCount, DateTimeOffset startedAt, DateTimeOffset completedAt) => new(CompactId)
    {
        Number = number,
        ParentTurn = parentTurn,
        TurnKey = Options?.TurnKey,
        InputCount = inputCount,
        Status = status,
        Usage = usage,
        FinishReason = Response?.FinishReason,
        ResponseId = Response?.ResponseId,
        StartedAt = startedAt,
        CompletedAt = completedAt,
    };

    private ProviderAdditions Added => _added ??= new();

    private bool HasMessages => _added is { Messages.Count: > 0 };

    private void ThrowIfNotToBeFinished()
    {
        if (IsRunByAgent)
        {
            throw new InvalidOperationException($"Turn {TurnId} is run by agent '{Agent.Name ?? Agent.Id}', which finishes it. Only whoever made a TurnContext finishes it.");
        }

        if (Response is not null || Exception is not null)
        {
            throw new InvalidOperationException($"Turn {TurnId} is finished already. Make a TurnContext for each turn.");
        }
    }

    private IEnumerable<ChatMessage> AllContextMessages() => _added?.InOrder() ?? [];

    private void ShowIssues()
    {
        if (_response is not null && _issues is not null)
        {
            _response.Issues = _issues;
        }
    }
}
