using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>One call of the model: its answer, or as much of it as came.</summary>
/// <param name="gate">The lock of the journal that the step is part of.</param>
internal sealed class ModelStep(object gate)
{
    private readonly List<ChatResponseUpdate> _updates = [];
    private ChatResponse? _response;
    private UsageDetails? _usage;

    public void Add(ChatResponseUpdate update)
    {
        lock (gate)
        {
            _updates.Add(update);
        }
    }

    public void Complete(ChatResponse response)
    {
        lock (gate)
        {
            // A copy: a client that invokes functions adds the tokens of later answers to those of the first.
            _response = response;
            Add(ref _usage, response.Usage);
        }
    }

    /// <summary>The updates that came, as one response.</summary>
    public ChatResponse ToResponse()
    {
        lock (gate)
        {
            return _response ?? _updates.ToChatResponse();
        }
    }

    /// <summary>Adds the tokens that the step used to a sum, as far as it told them.</summary>
    public void AddUsageTo(ref UsageDetails? sum)
    {
        lock (gate)
        {
            Add(ref sum, _response is null ? ToResponse().Usage : _usage);
        }
    }

    /// <summary>The messages that came, without those that say nothing.</summary>
    public IReadOnlyList<ChatMessage> ToMessages() => [.. ToResponse().Messages.Where(message => message.Contents.Count > 0)];

    private static void Add(ref UsageDetails? sum, UsageDetails? usage)
    {
        if (usage is not null)
        {
            (sum ??= new UsageDetails()).Add(usage);
        }
    }
}
