using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>
/// The client at the bottom of an agent's pipeline: records what the model answers in the journal of the turn that asks, and
/// gives the answers that the journal has already. Without a journal it stands aside.
/// </summary>
internal sealed class RecordingChatClient(IChatClient innerClient) : DelegatingChatClient(innerClient)
{
    public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        ChatTurnScope.CurrentJournal is { } journal
            ? RecordAsync(journal, messages, options, cancellationToken)
            : base.GetResponseAsync(messages, options, cancellationToken);

    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        ChatTurnScope.CurrentJournal is { } journal
            ? RecordStreamAsync(journal, messages, options, cancellationToken)
            : base.GetStreamingResponseAsync(messages, options, cancellationToken);

    private async Task<ChatResponse> RecordAsync(TurnJournal journal, IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        var answer = journal.Begin();
        var recorded = journal.NextRecordedAnswer();
        var response = recorded ?? await base.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        if (response is not null)
        {
            await journal.CompleteAsync(answer, response, isNew: recorded is null).ConfigureAwait(false);
        }

        return response!;
    }

    private async IAsyncEnumerable<ChatResponseUpdate> RecordStreamAsync(TurnJournal journal, IEnumerable<ChatMessage> messages, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var answer = journal.Begin();
        if (journal.NextRecordedAnswer() is { } recorded)
        {
            await journal.CompleteAsync(answer, recorded, isNew: false).ConfigureAwait(false);
            foreach (var update in recorded.ToChatResponseUpdates())
            {
                yield return update;
            }

            yield break;
        }

        await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken).ConfigureAwait(false))
        {
            answer.Add(update);
            yield return update;
        }

        await journal.CompleteAsync(answer, answer.ToResponse(), isNew: true).ConfigureAwait(false);
    }
}
