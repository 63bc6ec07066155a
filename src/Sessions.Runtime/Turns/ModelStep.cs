using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>One call of the model: its answer, or as much of it as came.</summary>
/// <param name="gate">The lock of the journal that the step is part of.</param>
internal sealed class ModelStep(object gate)
{
    private readonly List<ChatResponseUpdate> _updates = [];
    private ChatResponse? _response;

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
            _response = response;
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

    /// <summary>The messages that came, without those that say nothing.</summary>
    public IReadOnlyList<ChatMessage> ToMessages() => [.. ToResponse().Messages.Where(message => message.Contents.Count > 0)];
}
