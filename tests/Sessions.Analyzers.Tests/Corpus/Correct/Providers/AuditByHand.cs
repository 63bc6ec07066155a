using System.Text.Json;
using Microsoft.Extensions.AI;
using Sessions;
using Sessions.Agents;

namespace Providers;

public sealed class FileAudit(string folder) : HistoryProvider
{
    public override bool LoadMessages => false;

    protected override ValueTask<IReadOnlyList<ChatMessage>> LoadAsync(TurnContext turn, CancellationToken cancellationToken) => new([]);

    protected override async ValueTask StoreAsync(TurnContext turn, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, turn.TurnId + ".json");
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(messages.Select(message => message.Text)), cancellationToken);
    }
}
