using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>One call of the model: its answer, or as much of it as came.</summary>
/// <param name="gate">The lock of the journal that the step is part of.</param>
/// <param name="told">The results that the model was told in the turn before it answers.</param>
internal sealed class ModelStep(object gate, IReadOnlyList<FunctionResultContent> told)
{
    private readonly List<ChatResponseUpdate> _updates = [];
    private IList<ChatMessage>? _messages;
    private UsageDetails? _usage;

    public IReadOnlyList<FunctionResultContent> Told => told;

    /// <summary>The service's id of the conversation, once the whole answer is here and has one.</summary>
    public string? ConversationId { get; private set; }

    public void Add(ChatResponseUpdate update)
    {
        lock (gate)
        {
            _updates.Add(update);
        }
    }

    /// <summary>Takes the whole answer.</summary>
    public void Complete(ChatResponse response)
    {
        lock (gate)
        {
            // Copies: a client that invokes functions goes on to make the answer to the whole turn of the response, with the
            // messages and the tokens of every step in it.
            _messages = [.. response.Messages];
            ConversationId = string.IsNullOrEmpty(response.ConversationId) ? null : response.ConversationId;
            _usage = Sum(_usage, response.Usage);
        }
    }

    /// <summary>The updates that came, as one response.</summary>
    public ChatResponse ToResponse()
    {
        lock (gate)
        {
            return _updates.ToChatResponse();
        }
    }

    /// <summary>Adds the tokens that the step used to a sum, as far as it told them.</summary>
    public UsageDetails? AddUsageTo(UsageDetails? sum)
    {
        lock (gate)
        {
            return Sum(sum, _messages is null ? ToResponse().Usage : _usage);
        }
    }

    /// <summary>The tokens of both, as far as they were told.</summary>
    public static UsageDetails? Sum(UsageDetails? first, UsageDetails? second)
    {
        if (second is null)
        {
            return first;
        }

        var sum = new UsageDetails();
        sum.Add(first ?? new UsageDetails());
        sum.Add(second);
        return sum;
    }

    /// <summary>The messages that came, without those that say nothing.</summary>
    public IReadOnlyList<ChatMessage> ToMessages()
    {
        lock (gate)
        {
            return [.. (_messages ?? ToResponse().Messages).Where(message => message.Contents.Count > 0)];
        }
    }
}
