using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.AI;
using Npgsql;
using Sessions.Agents;

namespace Sessions.OwnTable.Tests.EntityFramework;

/// <summary>Keeps the history in <see cref="ChatContext.Messages"/>.</summary>
[HistoryProvider("entities")]
public sealed partial class EntityFrameworkHistoryProvider(ChatContext db)
{
    private const string Next = "entities.next";

    public async Task<IReadOnlyList<ChatMessage>> GetMessagesAsync(
        TurnContext turn, SessionKey session, CancellationToken cancellationToken)
    {
        string? turnKey = turn.Options?.TurnKey;
        var rows = await MessagesOf(session)
            .Where(row => turnKey == null || row.TurnKey != turnKey)
            .OrderBy(row => row.Ordinal)
            .Select(row => new { row.Ordinal, row.Message })
            .ToListAsync(cancellationToken);
        turn.Items[Next] = rows is [.., var last] ? last.Ordinal + 1 : 0;
        return [.. rows.Select(row => JsonSerializer.Deserialize(row.Message, SessionJson.ChatMessage)!)];
    }

    public async Task SaveMessagesAsync(
        TurnContext turn, SessionKey session, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
    {
        string? turnKey = turn.Options?.TurnKey;
        var next = (int)turn.Items[Next]!;

        // A save that failed has left its rows in the context.
        db.ChangeTracker.Clear();
        db.AddRange(messages.Select((message, index) => new StoredMessage
        {
            Tenant = session.Tenant,
            SessionId = session.Id,
            Ordinal = next + index,
            TurnId = turn.TurnId,
            TurnKey = turnKey,
            Message = JsonSerializer.Serialize(message, SessionJson.ChatMessage),
        }));

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await MessagesOf(session)
            .Where(row => row.TurnId == turn.TurnId || (turnKey != null && row.TurnKey == turnKey))
            .ExecuteDeleteAsync(cancellationToken);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception)
            when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            throw new SessionConflictException(session, turn.Session!.Revision, turn.Session.Revision + 1);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private IQueryable<StoredMessage> MessagesOf(SessionKey session) =>
        db.Messages.AsNoTracking().Where(row => row.Tenant == session.Tenant && row.SessionId == session.Id);
}
