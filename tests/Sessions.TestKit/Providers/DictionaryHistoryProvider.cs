using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>Keeps histories in a dictionary, as a user's database would.</summary>
public sealed class DictionaryHistoryProvider(string sourceId = "dictionary", bool load = true) : HistoryProvider
{
    public Dictionary<string, List<ChatMessage>> Messages { get; } = [];

    public List<string> TurnIds { get; } = [];

    public Exception? FailSave { get; set; }

    public override string SourceId => sourceId;

    public override bool LoadMessages => load;

    protected override ValueTask<IReadOnlyList<ChatMessage>> LoadAsync(TurnContext turn, CancellationToken cancellationToken) =>
        new(Messages.TryGetValue(turn.Session!.Id, out var messages) ? [.. messages] : []);

    protected override ValueTask StoreAsync(TurnContext turn, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
    {
        if (FailSave is not null)
        {
            throw FailSave;
        }

        if (!Messages.TryGetValue(turn.Session!.Id, out var kept))
        {
            Messages[turn.Session.Id] = kept = [];
        }

        kept.AddRange(messages);
        TurnIds.Add(turn.TurnId);
        return default;
    }
}
