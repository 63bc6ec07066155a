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
        if (!run.TryBeginAnswer())
        {
            return await base.GetResponseAsync(messages, WithoutHistory(options), cancellationToken).ConfigureAwait(false);
        }

        try
        {
            var response = await base.GetResponseAsync(messages, WithoutHistory(options), cancellationToken).ConfigureAwait(false);
            if (response is not null)
            {
                response.ConversationId = run.Hide(response.ConversationId);
                run.EndAnswer(response);
            }

            return response!;
        }
        finally
        {
            run.LeaveAnswer();
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var updates = base.GetStreamingResponseAsync(messages, WithoutHistory(options), cancellationToken);
        if (!run.TryBeginAnswer())
        {
            await foreach (var update in updates.ConfigureAwait(false))
            {
                yield return update;
            }

            yield break;
        }

        try
        {
            await foreach (var update in ReadAsync(updates).ConfigureAwait(false))
            {
                yield return update;
            }
        }
        finally
        {
            run.LeaveAnswer();
        }
    }

    private async IAsyncEnumerable<ChatResponseUpdate> ReadAsync(IAsyncEnumerable<ChatResponseUpdate> updates)
    {
        string? shown = null;
        await foreach (var update in updates.ConfigureAwait(false))
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

    // An agent that is a function of this one is run with what is here, and would take over this one's history.
    private static ChatOptions? WithoutHistory(ChatOptions? options)
    {
        if (options?.AdditionalProperties?.ContainsKey(InnerRun.HistoryProviderName) != true)
        {
            return options;
        }

        options = options.Clone();
        options.AdditionalProperties!.Remove(InnerRun.HistoryProviderName);
        if (options.AdditionalProperties.Count == 0)
        {
            options.AdditionalProperties = null;
        }

        return options;
    }
}
