using System.Text.Json;
using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>Keeps messages as rows of a table does: tenant, id, ordinal, turn, key and JSON.</summary>
public sealed class TableHistoryProvider : HistoryProvider
{
    private const string Next = "table.next";

    private readonly List<Row> _rows = [];

    protected override ValueTask<IReadOnlyList<ChatMessage>> LoadAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        lock (_rows)
        {
            var rows = _rows.Where(row => row.Session == turn.Session!.Key && (row.TurnKey is null || row.TurnKey != turn.Options?.TurnKey)).OrderBy(row => row.Ordinal).ToList();
            turn.Items[Next] = rows.Count == 0 ? 0 : rows[^1].Ordinal + 1;
            return new([.. rows.Select(row => JsonSerializer.Deserialize(row.Json, SessionJson.ChatMessage)!)]);
        }
    }

    protected override ValueTask StoreAsync(TurnContext turn, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (session, next) = (turn.Session!.Key, (int)turn.Items[Next]!);
        lock (_rows)
        {
            _rows.RemoveAll(row => row.Session == session && (row.TurnId == turn.TurnId || (row.TurnKey is not null && row.TurnKey == turn.Options?.TurnKey)));
            if (_rows.Exists(row => row.Session == session && row.Ordinal == next))
            {
                throw new SessionConflictException(session, turn.Session.Revision, turn.Session.Revision + 1);
            }

            _rows.AddRange(messages.Select((message, index) => new Row(session, next + index, turn.TurnId, turn.Options?.TurnKey, JsonSerializer.Serialize(message, SessionJson.ChatMessage))));
            return default;
        }
    }

    private sealed record Row(SessionKey Session, int Ordinal, string TurnId, string? TurnKey, string Json);
}
