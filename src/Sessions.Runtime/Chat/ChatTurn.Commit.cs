using Microsoft.Extensions.AI;

namespace Sessions.Agents;

// How a turn ends up in the session: the history where it is kept, then everything at once.
internal sealed partial class ChatTurn
{
    private async ValueTask KeepAsync(ChatClientAgentSession session)
    {
        try
        {
            IReadOnlyList<ChatMessage> outputs = Interrupted == InterruptedTurns.KeepInput ? []
                : _context.Response is { } response ? MessagesOf(response)
                : _journal?.ToMessages() ?? [];
            await CommitAsync(session, Status, outputs, reply: null, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _context.Outputs = null;
            _agent.Logger.InterruptedTurnNotKept(exception, Id, _agent.Id);
        }
    }

    /// <summary>Commits the turn: the loading provider saves, then the session is committed as a whole.</summary>
    private async ValueTask CommitAsync(ChatClientAgentSession session, TurnStatus status, IReadOnlyList<ChatMessage> outputs, StoredReply? reply, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var lastWhole = _context.Response is null ? _journal?.ToServiceAnswer() : null;
        var (owner, serviceSessionId, ignoredId) = _history.Settle(NullIfEmpty(_context.Response?.ConversationId) ?? lastWhole?.ConversationId ?? _stream?.ConversationId);
        if (ignoredId is not null)
        {
            Ignore(session, ignoredId);
        }

        _context.Outputs = outputs;
        await SaveHistoryAsync(owner, cancellationToken).ConfigureAwait(false);
        if (owner == HistoryOwner.Service)
        {
            _context.Kept = FindOpenCalls(lastWhole);
        }

        var (head, record) = Next(session.Head, status, owner, serviceSessionId);
        await session.CommitAsync(head, new SessionTurn(record, _context.Kept), reply, session.State.CaptureChanges(_scope), cancellationToken).ConfigureAwait(false);
        _record = record;
    }

    /// <summary>Where the session stands with the turn, and the turn's record.</summary>
    private (SessionHead Head, TurnRecord Record) Next(SessionHead head, TurnStatus status, HistoryOwner owner, string? serviceSessionId)
    {
        var now = _agent.TimeProvider.GetUtcNow();
        var number = head.LastTurn + 1;
        var record = new TurnRecord(_context.CompactId)
        {
            Number = number,
            ParentTurn = _context.FollowedTurn,
            TurnKey = Key,
            InputCount = owner == HistoryOwner.Service ? 0 : _context.KeptInputs,
            Status = status,
            Usage = Usage,
            FinishReason = _context.Response?.FinishReason,
            ResponseId = _context.Response?.ResponseId,
            StartedAt = new DateTimeOffset(_startedAt),
            CompletedAt = now,
        };
        var next = head with
        {
            HistoryOwner = owner,
            ServiceSessionId = serviceSessionId,
            CurrentTurn = number,
            LastTurn = number,
            Revision = head.Revision + 1,
            UpdatedAt = now,
        };
        return (next, record);
    }

    /// <summary>The calls that the service, which keeps the history, waits for where the turn ends.</summary>
    /// <param name="lastWhole">The last whole answer of a turn that was interrupted.</param>
    private IReadOnlyList<ChatMessage> FindOpenCalls(ServiceAnswer? lastWhole)
    {
        if (_context.Response is { } response)
        {
            return OpenCalls.After(MessagesOf(response));
        }

        if (lastWhole is not null)
        {
            return lastWhole.OpenCalls;
        }

        // An answer that was cut off is part of the conversation where it has an id of its own; one thread does not have it, nor
        // what was asked.
        return _stream?.ConversationId is { } id && id != _history.RequestId
            ? OpenCalls.After([.. _stream.ToResponse().Messages])
            : [.. _openCalls, .. _context.InputMessages.Where(message => message.Role == ChatRole.Tool).Select(MessageCopy.Of), .. _journal?.ToApprovedResults() ?? []];
    }

    private void Ignore(ChatClientAgentSession session, string serviceSessionId)
    {
        _agent.Logger.ServiceSessionIdIgnored(Id, _agent.Id);
        _context.Note(new TurnIssue(
            TurnIssueKind.ServiceSessionIdIgnored,
            $"The service's conversation id '{serviceSessionId}' was not adopted: the history of session '{session.Key}' is kept locally. To let the service keep it, begin a session with GetSessionAsync(serviceSessionId: …)."));
    }

    private static IReadOnlyList<ChatMessage> MessagesOf(AgentResponse response) => response.Messages as IReadOnlyList<ChatMessage> ?? [.. response.Messages];

    private static string? NullIfEmpty(string? id) => string.IsNullOrEmpty(id) ? null : id;
}
