using System.Text.Json;
using Microsoft.Extensions.AI;
using Npgsql;
using Sessions.Agents;

namespace Sessions.OwnTable.Tests.Npgsql;

/// <summary>Keeps the history in <see cref="MessageTable"/>.</summary>
[HistoryProvider("messages")]
public sealed partial class NpgsqlHistoryProvider(NpgsqlDataSource db)
{
    private const string Next = "messages.next";

    public async Task<IReadOnlyList<ChatMessage>> GetMessagesAsync(
        TurnContext turn, SessionKey session, CancellationToken cancellationToken)
    {
        // What an earlier attempt of a turn with this key has saved is not part of the history: that attempt was not committed.
        await using NpgsqlCommand select = db.CreateCommand(
            """
            SELECT ordinal, message::text FROM chat_messages
            WHERE tenant = $1 AND session_id = $2 AND ($3::text IS NULL OR turn_key IS DISTINCT FROM $3)
            ORDER BY ordinal
            """);
        select.Parameters.Add(new() { Value = session.Tenant });
        select.Parameters.Add(new() { Value = session.Id });
        select.Parameters.Add(new() { Value = (object?)turn.Options?.TurnKey ?? DBNull.Value });

        List<ChatMessage> messages = [];
        var next = 0;
        await using NpgsqlDataReader rows = await select.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            next = rows.GetInt32(0) + 1;
            messages.Add(JsonSerializer.Deserialize(rows.GetString(1), SessionJson.ChatMessage)!);
        }

        turn.Items[Next] = next;
        return messages;
    }

    public async Task SaveMessagesAsync(
        TurnContext turn, SessionKey session, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
    {
        object turnKey = (object?)turn.Options?.TurnKey ?? DBNull.Value;
        await using NpgsqlConnection connection = await db.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                // The save is tried again, or an earlier attempt of the turn was saved and not committed.
                new("DELETE FROM chat_messages WHERE tenant = $1 AND session_id = $2 AND (turn_id = $3 OR turn_key = $4::text)")
                {
                    Parameters =
                    {
                        new() { Value = session.Tenant },
                        new() { Value = session.Id },
                        new() { Value = turn.TurnId },
                        new() { Value = turnKey },
                    },
                },
                new(
                    """
                    INSERT INTO chat_messages (tenant, session_id, ordinal, turn_id, turn_key, message)
                    SELECT $1, $2, $5 + n - 1, $3, $4::text, message FROM unnest($6::jsonb[]) WITH ORDINALITY AS new (message, n)
                    """)
                {
                    Parameters =
                    {
                        new() { Value = session.Tenant },
                        new() { Value = session.Id },
                        new() { Value = turn.TurnId },
                        new() { Value = turnKey },
                        new() { Value = (int)turn.Items[Next]! },
                        new() { Value = messages.Select(message => JsonSerializer.Serialize(message, SessionJson.ChatMessage)).ToArray() },
                    },
                },
            },
        };

        try
        {
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // Another process has saved a turn since the history was loaded: it is one revision ahead at least.
            throw new SessionConflictException(session, turn.Session!.Revision, turn.Session.Revision + 1);
        }
    }
}
