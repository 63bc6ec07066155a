using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>One turn of an agent, as its providers see it.</summary>
/// <remarks>
/// Before the model is called, providers add messages, instructions and tools; after it, they find what came of the turn.
/// Providers are called one after the other, so the context needs no lock.
/// </remarks>
public sealed class TurnContext
{
    private List<string>? _sources;
    private Dictionary<string, IReadOnlyList<ChatMessage>>? _contextMessages;
    private List<AITool>? _tools;
    private Dictionary<object, object?>? _items;
    private List<TurnIssue>? _issues;
    private AgentResponse? _response;

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
        CompactId = TurnIds.New();
    }

    /// <summary>The turn's id, unique everywhere.</summary>
    public string TurnId => field ??= CompactId.ToString();

    /// <inheritdoc cref="TurnId"/>
    internal CompactId CompactId { get; }

    /// <summary>The agent that runs the turn.</summary>
    public AIAgent Agent { get; }

    /// <summary>The session that the turn belongs to; <see langword="null"/> when the run has none.</summary>
    public AgentSession? Session { get; }

    /// <summary>The options that the caller gave the run.</summary>
    public AgentRunOptions? Options { get; }

    /// <summary>The caller's messages.</summary>
    public IReadOnlyList<ChatMessage> InputMessages { get; internal set; }

    /// <summary>The messages that providers added to this turn, by the <see cref="AIContextProvider.SourceId"/> of each.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<ChatMessage>> ContextMessages => _contextMessages ??= new(StringComparer.Ordinal);

    /// <summary>The agent's instructions, the run's, and what providers added, one after the other.</summary>
    public string? Instructions { get; private set; }

    /// <summary>The tools that the model may call in this turn.</summary>
    public IList<AITool> Tools => _tools ??= [];

    /// <summary>A bag for providers to keep things of this turn in, and to talk to one another.</summary>
    public IDictionary<object, object?> Items => _items ??= [];

    /// <summary>The answer, once the model gave it.</summary>
    public AgentResponse? Response
    {
        get => _response;
        internal set
        {
            _response = value;
            ShowIssues();
        }
    }

    /// <summary>What ended the turn, if it failed or was cancelled.</summary>
    public Exception? Exception { get; internal set; }

    /// <summary>The history that the model is sent, as the loading provider gave it.</summary>
    internal IReadOnlyList<ChatMessage> History { get; set; } = [];

    /// <summary>The number of the turn that this one follows; 0 for none.</summary>
    internal long FollowedTurn { get; set; }

    /// <summary>The session's own log, where it is the history.</summary>
    internal SessionLog? Log { get; set; }

    /// <summary>
    /// What the model said in this turn, as far as it is to be kept; <see langword="null"/> while nothing of the turn is.
    /// </summary>
    internal IReadOnlyList<ChatMessage>? Outputs { get; set; }

    /// <summary>The messages of this turn that the session is to keep.</summary>
    internal IReadOnlyList<ChatMessage> Kept { get; set; } = [];

    /// <summary>How many of those, from the first on, are the caller's.</summary>
    internal int KeptInputs => Math.Min(Kept.Count, InputMessages.Count);

    /// <summary>The tools, if there are any.</summary>
    internal IList<AITool>? ToolsOrNull => _tools is { Count: > 0 } ? _tools : null;

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

        _contextMessages ??= new(StringComparer.Ordinal);
        if (!_contextMessages.TryGetValue(source.SourceId, out var present))
        {
            present = [];
            (_sources ??= []).Add(source.SourceId);
        }

        _contextMessages[source.SourceId] = [.. present, .. added];
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

    /// <summary>Takes over what the agent and the run ask of the model, for providers to add to.</summary>
    internal void Begin(ChatOptions? options)
    {
        AddInstructions(options?.Instructions);
        if (options?.Tools is { Count: > 0 } tools)
        {
            _tools = [.. tools];
        }
    }

    /// <summary>What the turn adds to the history: what providers added, then the caller's messages.</summary>
    internal IReadOnlyList<ChatMessage> AddedMessages() => _sources is null ? InputMessages : [.. AllContextMessages(), .. InputMessages];

    /// <summary>The messages that providers added, in the order in which the providers first added any.</summary>
    internal IEnumerable<ChatMessage> AllContextMessages()
    {
        foreach (var source in _sources ?? [])
        {
            foreach (var message in _contextMessages![source])
            {
                yield return message;
            }
        }
    }

    /// <summary>Copies of the turn's new messages that a provider stores, in the order in which the model saw and gave them.</summary>
    internal ChatMessage[] CopyNewMessages(HistoryProvider provider)
    {
        ReadOnlySpan<ChatMessage> added = provider.StoreContextMessages && _sources is not null ? [.. AllContextMessages()] : [];
        var given = provider.StoreInputs ? MessageSpan.Of(InputMessages) : [];
        var said = provider.StoreOutputs && Outputs is not null ? MessageSpan.Of(Outputs) : [];
        var kept = new ChatMessage[added.Length + given.Length + said.Length];
        Copy(added, kept);
        if (InputMessages is TextInput && provider is InMemoryHistoryProvider)
        {
            // Nobody else has it. The session sends what it keeps as it is, so that a client may see this one again.
            given.CopyTo(kept.AsSpan(added.Length));
        }
        else
        {
            Copy(given, kept.AsSpan(added.Length));
        }

        Copy(said, kept.AsSpan(added.Length + given.Length));
        return kept;
    }

    private void ShowIssues()
    {
        if (_response is not null && _issues is not null)
        {
            _response.Issues = _issues;
        }
    }

    private static void Copy(ReadOnlySpan<ChatMessage> messages, Span<ChatMessage> to)
    {
        for (var i = 0; i < messages.Length; i++)
        {
            to[i] = MessageCopy.Of(messages[i]);
        }
    }
}
