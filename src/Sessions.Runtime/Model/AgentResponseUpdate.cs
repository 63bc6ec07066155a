using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>A piece of a streamed answer.</summary>
public sealed class AgentResponseUpdate
{
    // Half the size of what is given: a stream makes very many updates.
    private readonly string? _role;
    private readonly string? _finishReason;

    /// <summary>What few updates have.</summary>
    private readonly RareParts? _rare;

    /// <summary>Makes an update without content.</summary>
    public AgentResponseUpdate()
    {
        Contents = [];
    }

    /// <summary>Makes an update from that of a chat client.</summary>
    /// <param name="update">The client's update; its contents are taken as they are.</param>
    public AgentResponseUpdate(ChatResponseUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        Contents = update.Contents;
        Role = update.Role;
        AuthorName = update.AuthorName;
        MessageId = update.MessageId;
        ResponseId = update.ResponseId;
        ConversationId = update.ConversationId;
        CreatedAt = update.CreatedAt;
        FinishReason = update.FinishReason;
        AdditionalProperties = update.AdditionalProperties;
        RawRepresentation = update;
    }

    /// <summary>The contents of the update.</summary>
    public IList<AIContent> Contents { get; init; }

    /// <summary>The text of the update.</summary>
    public string Text => string.Concat(Contents.OfType<TextContent>().Select(content => content.Text));

    /// <summary>The role of the message that the update is part of.</summary>
    public ChatRole? Role
    {
        get => _role is null ? null : new ChatRole(_role);
        init => _role = value?.Value;
    }

    /// <summary>The author of the message that the update is part of.</summary>
    public string? AuthorName { get; init; }

    /// <summary>The id of the message that the update is part of.</summary>
    public string? MessageId { get; init; }

    /// <summary>The service's id of the response.</summary>
    public string? ResponseId { get; init; }

    /// <summary>The service's id of the conversation, if the update carries it.</summary>
    public string? ConversationId { get; init; }

    /// <summary>When the service made the update.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Why the model stopped, in the update that says so.</summary>
    public ChatFinishReason? FinishReason
    {
        get => _finishReason is null ? null : new ChatFinishReason(_finishReason);
        init => _finishReason = value?.Value;
    }

    /// <summary>The id of the agent that answers.</summary>
    public string? AgentId { get; init; }

    /// <summary>The id of the turn.</summary>
    public string? TurnId { get; init; }

    /// <summary>What went wrong without costing the answer; in the last update, where anything did.</summary>
    public IReadOnlyList<TurnIssue> Issues
    {
        get => _rare?.Issues ?? [];
        init => _rare = new RareParts(value, _rare?.ContinuationToken);
    }

    /// <summary>
    /// Set where the model goes on with the answer in the background, whether or not the stream is read: a run that is given the token
    /// as <see cref="AgentRunOptions.ContinuationToken"/> goes on after this update.
    /// </summary>
    /// <inheritdoc cref="AgentResponse.ContinuationToken" path="/remarks"/>
    public ResponseContinuationToken? ContinuationToken
    {
        get => _rare?.ContinuationToken;
        init => _rare = value is null && _rare is null ? null : new RareParts(_rare?.Issues ?? [], value);
    }

    /// <summary>Further properties, as the model's client gave them.</summary>
    public AdditionalPropertiesDictionary? AdditionalProperties { get; init; }

    /// <summary>What the update was made from: for a <see cref="ChatClientAgent"/>, the <see cref="ChatResponseUpdate"/>.</summary>
    public object? RawRepresentation { get; init; }

    /// <summary>Returns <see cref="Text"/>.</summary>
    public override string ToString() => Text;

    internal ChatResponseUpdate ToChatResponseUpdate() => RawRepresentation as ChatResponseUpdate ?? new ChatResponseUpdate(Role, Contents)
    {
        AuthorName = AuthorName,
        MessageId = MessageId,
        ResponseId = ResponseId,
        ConversationId = ConversationId,
        CreatedAt = CreatedAt,
        FinishReason = FinishReason,
        AdditionalProperties = AdditionalProperties,
    };

    private sealed record RareParts(IReadOnlyList<TurnIssue> Issues, ResponseContinuationToken? ContinuationToken);
}
