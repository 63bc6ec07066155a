using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Sessions.AgentFramework.Durable;

/// <summary>
/// The outermost client of one run of the framework's agent: sees the model's answer before anything after it can fail, and settles
/// with the turn who keeps the history.
/// </summary>
internal sealed class AnswerClient(IChatClient innerClient, InnerRun run) : DelegatingChatClient(innerClient)
{
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        run.BeginAnswer();
        var response = await base.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        if (response is not null)
        {
            response.ConversationId = run.Hide(response.ConversationId);
            run.EndAnswer(response);
        }

        return response!;
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        run.BeginAnswer();
        string? shown = null;
        await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken).ConfigureAwait(false))
        {
            if (update?.ConversationId is { } id)
            {
                update.ConversationId = shown = run.Hide(id);
            }

            yield return update!;
        }

        if (shown is null && run.Hide(null) is { } kept)
        {
            yield return new ChatResponseUpdate { ConversationId = kept };
        }

        run.EndAnswer(response: null);
    }
}
