using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>What providers add to a turn; most turns have none.</summary>
internal sealed class ProviderAdditions
{
    private readonly List<string> _sources = [];

    public Dictionary<string, IReadOnlyList<ChatMessage>> Messages { get; } = new(StringComparer.Ordinal);

    public List<AITool> Tools { get; } = [];

    public Dictionary<object, object?> Items => field ??= [];

    public void Add(string source, ChatMessage[] messages)
    {
        if (!Messages.TryGetValue(source, out var present))
        {
            present = [];
            _sources.Add(source);
        }

        Messages[source] = [.. present, .. messages];
    }

    /// <summary>The messages, in the order in which their sources have added some first.</summary>
    public IEnumerable<ChatMessage> InOrder() => _sources.SelectMany(source => Messages[source]);
}
