using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>
/// The client at the bottom of an agent's pipeline: records what the model answers in the journal of the turn that asks, and
/// gives the answers that the journal has already. Without a journal it stands aside.
/// </summary>
/// <remarks>
/// An answer that is made in the background is asked for by its token alone, and clients refuse messages beside it: those are there for
/// what comes after, when the answer calls a tool. It is not recorded before it is whole.
/// What a client of the pipeline has torn apart is left out: services refuse it.
/// </remarks>
internal sealed class RecordingChatClient(IChatClient innerClient) : DelegatingChatClient(innerClient)
{
    public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (ChatTurnScope.Asking is not { } turn)
        {
            return base.GetResponseAsync(messages, options, cancellationToken);
        }

        var request = ToSend(turn.Run.Context, messages, options);
        return turn.Run.Journal is { } journal
            ? RecordAsync(turn, journal, request, options, cancellationToken)
            : base.GetResponseAsync(request, options, cancellationToken);
    }

    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (ChatTurnScope.Asking is not { } turn)
        {
            return base.GetStreamingResponseAsync(messages, options, cancellationToken);
        }

        var request = ToSend(turn.Run.Context, messages, options);
        return turn.Run.Journal is { } journal
            ? RecordStreamAsync(turn, journal, request, options, cancellationToken)
            : base.GetStreamingResponseAsync(request, options, cancellationToken);
    }

    /// <summary>What the pipeline sends, as services take it.</summary>
    private static IReadOnlyList<ChatMessage> ToSend(TurnContext turn, IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        if (options?.ContinuationToken is not null)
        {
            return [];
        }

        var request = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        if (turn.IsRequest(request) || !string.IsNullOrEmpty(options?.ConversationId))
        {
            return request;
        }

        var whole = OrphanedCalls.LeaveOut(request, options?.Tools);
        turn.NoteOnce(whole.Repairs);
        return whole.Messages;
    }

    private async Task<ChatResponse> RecordAsync(ChatTurnScope turn, TurnJournal journal, IReadOnlyList<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        var answer = journal.Begin(turn, messages);
        var recorded = options?.ContinuationToken is null ? journal.TakeRecorded(answer) : null;
        var response = recorded ?? await base.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        if (response is { ContinuationToken: null })
        {
            await journal.CompleteAsync(turn, answer, response, isNew: recorded is null).ConfigureAwait(false);
        }

        return response!;
    }

    private async IAsyncEnumerable<ChatResponseUpdate> RecordStreamAsync(ChatTurnScope turn, TurnJournal journal, IReadOnlyList<ChatMessage> messages, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var answer = journal.Begin(turn, messages);
        if (options?.ContinuationToken is null && journal.TakeRecorded(answer) is { } recorded)
        {
            await journal.CompleteAsync(turn, answer, recorded, isNew: false).ConfigureAwait(false);
            foreach (var update in recorded.ToChatResponseUpdates())
            {
                yield return update;
            }

            yield break;
        }

        var isUnderWay = false;
        await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken).ConfigureAwait(false))
        {
            isUnderWay = update.ContinuationToken is not null;
            answer.Add(update);
            yield return update;
        }

        if (!isUnderWay)
        {
            await journal.CompleteAsync(turn, answer, answer.ToResponse(), isNew: true).ConfigureAwait(false);
        }
    }
}
