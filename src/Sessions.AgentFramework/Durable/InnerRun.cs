using Microsoft.Extensions.AI;
using Sessions.Agents;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework.Durable;

/// <summary>One run of an agent of the framework within a turn of ours.</summary>
internal sealed class InnerRun
{
    /// <summary>The name under which the framework looks for the history provider of one run.</summary>
    public static readonly string HistoryProviderName = typeof(Framework.ChatHistoryProvider).FullName!;

    private readonly RunCall _call;
    private readonly InnerSession? _session;
    private readonly string? _serviceId;
    private ChatResponse? _answer;
    private int _isAsking;

    private InnerRun(RunCall call, InnerSession? session, ChatOptions? asked, IReadOnlyList<ChatMessage> input)
    {
        _call = call;
        _session = session;
        _serviceId = string.IsNullOrEmpty(asked?.ConversationId) ? null : asked.ConversationId;
        Input = input;
    }

    /// <summary>The messages that are new.</summary>
    public IReadOnlyList<ChatMessage> Input { get; }

    /// <summary>The session that the run is made on; it lasts as long as the run.</summary>
    public Framework.AgentSession? Session => _session?.Session;

    /// <summary>The options of the run.</summary>
    public Framework.AgentRunOptions Options { get; private set; } = null!;

    /// <summary>Whether the model has answered, and nothing is left that could change the answer.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>The conversation id that the model's service gave, where the framework's agent does not go by it.</summary>
    public string? ConversationId { get; private set; }

    /// <summary>What failed after the answer.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Begins a run.</summary>
    /// <param name="agent">The framework's agent.</param>
    /// <param name="turn">The turn of ours that it is made in.</param>
    /// <param name="messages">What the model is to be sent.</param>
    /// <param name="asked">What the turn asks of it.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    public static async ValueTask<InnerRun> BeginAsync(Framework.AIAgent agent, TurnContext turn, IReadOnlyList<ChatMessage> messages, ChatOptions? asked, CancellationToken cancellationToken)
    {
        var call = (RunCall)turn.Options!;
        var isGoingOn = asked?.ContinuationToken is not null;
        var known = isGoingOn ? messages.Count : HistoryCount(messages, turn.InputMessages);
        call.Session?.BeginTurn(call);
        var session = call.Session is null ? null : await InnerSession.OpenAsync(agent, call.Session, asked?.ConversationId, cancellationToken).ConfigureAwait(false);
        var run = new InnerRun(call, session, asked, isGoingOn ? [] : [.. messages.Skip(known)]);
        run.Options = run.ToOptions(asked, session is { IsSentHistory: false } || run._serviceId is not null || isGoingOn
            ? null
            : new RunMessages(agent.GetService<Framework.ChatClientAgent>(), (call.Session?.Stamps ?? new HistoryStamps()).Mark(messages, known)));
        turn.Items[typeof(InnerRun)] = run;
        return run;
    }

    /// <summary>The run that was made in a turn, if there was one.</summary>
    public static InnerRun? Find(TurnContext turn) => turn.Items.TryGetValue(typeof(InnerRun), out var run) ? (InnerRun?)run : null;

    /// <summary>Takes note that the model is asked.</summary>
    /// <returns>Whether it is this run's: a tool may run another agent with the options of the run that it is in.</returns>
    public bool TryBeginAnswer()
    {
        if (Interlocked.CompareExchange(ref _isAsking, 1, 0) != 0)
        {
            return false;
        }

        (IsAnswered, _answer) = (false, null);
        return true;
    }

    /// <summary>Takes note that the model is not asked any more, be it answered or not.</summary>
    public void LeaveAnswer() => Volatile.Write(ref _isAsking, 0);

    /// <summary>Takes note that the model has answered.</summary>
    /// <param name="response">The answer; <see langword="null"/> where it was streamed.</param>
    public void EndAnswer(ChatResponse? response) => (IsAnswered, _answer) = (true, response);

    /// <summary>Says which conversation id the framework's agent is to see in an answer: it would take it for the owner of the history.</summary>
    public string? Hide(string? conversationId)
    {
        if (conversationId is not null)
        {
            ConversationId = conversationId;
        }

        return _serviceId is null ? null : conversationId ?? _serviceId;
    }

    /// <summary>Lets what was set in the run be part of the turn's state.</summary>
    public async ValueTask TakeStateAsync(CancellationToken cancellationToken)
    {
        if (_session is not null)
        {
            try
            {
                await _session.TakeStateAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                _call.Session!.TakeState();
            }
        }
    }

    /// <summary>The answer of the run, as a client's.</summary>
    public ChatResponse ToChatResponse(Framework.AgentResponse response)
    {
        var answer = Framework.AgentResponseExtensions.AsChatResponse(response);
        if (ExperimentalMembers.TokenOf(response) is { } token && answer.ContinuationToken != token)
        {
            // The client's own token does not say what the framework's agent goes on with.
            answer = new ChatResponse(response.Messages) { ResponseId = response.ResponseId, CreatedAt = response.CreatedAt, Usage = response.Usage, FinishReason = response.FinishReason, AdditionalProperties = response.AdditionalProperties, ContinuationToken = token, RawRepresentation = response };
        }

        answer.ConversationId = ConversationId ?? answer.ConversationId;
        return answer;
    }

    /// <summary>A piece of a streamed answer, as a client's.</summary>
    public static ChatResponseUpdate ToChatResponseUpdate(Framework.AgentResponseUpdate update)
    {
        var piece = Framework.AgentResponseExtensions.AsChatResponseUpdate(update);
        if (ExperimentalMembers.TokenOf(update) is { } token && piece.ContinuationToken != token)
        {
            piece = piece.Clone();
            piece.ContinuationToken = token;
        }

        return piece;
    }

    /// <summary>The answer, where the run failed after it.</summary>
    public ChatResponse FailAfterAnswer(Exception exception)
    {
        Failure = exception;
        var answer = _answer!;
        answer.ConversationId = ConversationId;
        return answer;
    }

    /// <summary>How many of the messages are not the caller's: those stand at the end.</summary>
    private static int HistoryCount(IReadOnlyList<ChatMessage> messages, IReadOnlyList<ChatMessage> input)
    {
        var count = messages.Count;
        for (var i = input.Count - 1; i >= 0 && count > 0 && messages[count - 1] == input[i]; i--)
        {
            count--;
        }

        return count;
    }

    private Framework.ChatClientAgentRunOptions ToOptions(ChatOptions? asked, RunMessages? history)
    {
        var given = _call.Given;
        var wrap = (given as Framework.ChatClientAgentRunOptions)?.ChatClientFactory;
        var options = new Framework.ChatClientAgentRunOptions((given as Framework.ChatClientAgentRunOptions)?.ChatOptions)
        {
            ResponseFormat = given?.ResponseFormat,
            AdditionalProperties = AgentFrameworkExtensions.WithoutTurnKey(given?.AdditionalProperties)?.Clone(),
            ChatClientFactory = client => new AnswerClient(wrap?.Invoke(client) ?? client, this),
        };
        ExperimentalMembers.Continue(options, asked?.ContinuationToken, given);
        if (history is not null)
        {
            (options.AdditionalProperties ??= [])[HistoryProviderName] = history;
        }
        else
        {
            options.AdditionalProperties?.Remove(HistoryProviderName);
        }

        return options;
    }
}
