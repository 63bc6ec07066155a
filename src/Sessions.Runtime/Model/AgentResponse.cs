using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>An agent's answer to one run.</summary>
public sealed class AgentResponse
{
    /// <summary>Makes an answer.</summary>
    /// <param name="messages">The messages of the answer.</param>
    public AgentResponse(IList<ChatMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        Messages = messages;
    }

    /// <summary>Makes an answer from that of a chat client.</summary>
    /// <param name="response">The client's answer; its messages are taken as they are, without those that are <see langword="null"/>.</param>
    public AgentResponse(ChatResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        Messages = response.Messages.Contains(null!) ? [.. response.Messages.Where(message => message is not null)] : response.Messages;
        Usage = response.Usage;
        FinishReason = response.FinishReason;
        ResponseId = response.ResponseId;
        ConversationId = response.ConversationId;
        CreatedAt = response.CreatedAt;
        AdditionalProperties = response.AdditionalProperties;
        RawRepresentation = response;
    }

    /// <summary>The messages of the answer, in order; tool calls and their results are among them.</summary>
    public IList<ChatMessage> Messages { get; }

    /// <summary>The text of all messages, one after the other.</summary>
    public string Text => string.Concat(Messages.Select(message => message.Text));

    /// <summary>The tokens used, as the model reported them.</summary>
    public UsageDetails? Usage { get; init; }

    /// <summary>Why the model stopped.</summary>
    public ChatFinishReason? FinishReason { get; init; }

    /// <summary>The service's id of the response.</summary>
    public string? ResponseId { get; init; }

    /// <summary>The service's id of the conversation, if the response carried one.</summary>
    public string? ConversationId { get; init; }

    /// <summary>When the service made the response.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The id of the agent that answered.</summary>
    public string? AgentId { get; init; }

    /// <summary>The id of the turn.</summary>
    public string? TurnId
    {
        get => field ??= CompactTurnId == default ? null : CompactTurnId.ToString();
        init
        {
            field = value;
            CompactTurnId = value is null ? default : new CompactId(value);
        }
    }

    /// <summary>The same as it is kept: most callers never ask for the text.</summary>
    internal CompactId CompactTurnId { get; init; }

    /// <summary>
    /// How many characters of what the model was sent were the beginning of what it was sent the turn before, as far as the session's
    /// own history goes: whole messages, counted by their texts, names, arguments and results, without instructions and tools. It is
    /// what a service's cache can find again. <see langword="null"/> where there was no turn before, a reducer took part, or the history
    /// is kept elsewhere.
    /// </summary>
    public int? UnchangedPrefixLength { get; internal set; }

    /// <summary>What went wrong without costing the answer.</summary>
    public IReadOnlyList<TurnIssue> Issues { get; internal set; } = [];

    /// <summary>
    /// Set where the model goes on with the answer in the background: nothing is committed yet, and a run that is given the token as
    /// <see cref="AgentRunOptions.ContinuationToken"/> fetches the answer. <see langword="null"/> for an answer that is complete.
    /// </summary>
    /// <remarks>
    /// The bytes of the token hold what the turn was given and has done so far, so keep them where you would keep the conversation.
    /// </remarks>
    public ResponseContinuationToken? ContinuationToken { get; init; }

    /// <summary>Further properties, as the model's client gave them.</summary>
    public AdditionalPropertiesDictionary? AdditionalProperties { get; init; }

    /// <summary>What the answer was made from: for a <see cref="ChatClientAgent"/>, the <see cref="ChatResponse"/>.</summary>
    public object? RawRepresentation { get; init; }

    /// <summary>Returns <see cref="Text"/>.</summary>
    public override string ToString() => Text;
}
