using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Sessions.TestKit;

/// <summary>
/// Invokes the functions that the model calls, as Microsoft.Extensions.AI's FunctionInvokingChatClient does: tests stand on its
/// behaviour without depending on its package.
/// </summary>
/// <remarks>
/// <para>The answer holds every message on the way: calls, results, and the model's last words; a stream has a result message as
/// an update. The loop ends at a tool that is declared only. What a function throws becomes its result, unless the run was
/// cancelled, or the exceptions go on.</para>
/// <para>If a function among the calls of an answer requires approval, all of its calls become requests for approval and the loop
/// ends. The responses in a later request are taken out, with their requests, and executed or rejected before the model is asked;
/// calls and results are part of the answer. A request without a response is refused.</para>
/// </remarks>
public sealed class FunctionCallingClient(IChatClient innerClient) : DelegatingChatClient(innerClient)
{
    /// <summary>Whether the calls of one answer are executed at the same time.</summary>
    public bool AllowConcurrentInvocation { get; init; }

    /// <summary>Whether a result says what the function threw.</summary>
    public bool IncludeDetailedErrors { get; init; }

    /// <summary>Whether the loop ends at a call of a tool that is not known; the model is told otherwise.</summary>
    public bool TerminateOnUnknownCalls { get; init; }

    /// <summary>How often the functions of one request are invoked.</summary>
    public int MaximumIterations { get; init; } = 40;

    /// <summary>How many times in a row functions may fail before the exception goes on.</summary>
    public int MaximumConsecutiveErrors { get; init; } = 3;

    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var loop = new FunctionCallingLoop(this, messages, options);
        var answer = await loop.SettleApprovalsAsync(cancellationToken);
        UsageDetails? usage = null;
        for (var iteration = 0; ; iteration++)
        {
            var response = await InnerClient.GetResponseAsync(loop.Request, loop.Options, cancellationToken)
                ?? throw new InvalidOperationException("The inner client returned null instead of a response.");
            response.Messages = loop.AskForApproval(response.Messages);
            answer.AddRange(response.Messages);
            usage = Add(usage, response.Usage);
            var calls = FunctionCallingLoop.CallsIn(response.Messages);
            if (iteration >= MaximumIterations || !loop.Handles(calls))
            {
                response.Messages = answer;
                response.Usage = usage;
                return response;
            }

            answer.Add(await loop.InvokeAsync(calls, response, cancellationToken));
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var loop = new FunctionCallingLoop(this, messages, options);
        foreach (var message in await loop.SettleApprovalsAsync(cancellationToken))
        {
            yield return ToUpdate(message, options?.ConversationId);
        }

        for (var iteration = 0; ; iteration++)
        {
            var updates = new List<ChatResponseUpdate>();
            var calls = new List<FunctionCallContent>();
            var yielded = 0;
            var asks = false;
            await foreach (var update in InnerClient.GetStreamingResponseAsync(loop.Request, loop.Options, cancellationToken))
            {
                updates.Add(update);
                calls.AddRange(FunctionCallingLoop.CallsIn(update.Contents));
                asks = asks || loop.RequiresApproval(calls);

                // A call may have to become a request for approval because of a later one: until that is known, it is held back.
                for (; (asks || calls.Count == 0 || !loop.MayRequireApproval) && yielded < updates.Count; yielded++)
                {
                    yield return asks ? FunctionCallingLoop.AskForApproval(updates[yielded]) : updates[yielded];
                }
            }

            for (; yielded < updates.Count; yielded++)
            {
                yield return updates[yielded];
            }

            if (asks || iteration >= MaximumIterations || !loop.Handles(calls))
            {
                yield break;
            }

            var response = updates.ToChatResponse();
            yield return ToUpdate(await loop.InvokeAsync(calls, response, cancellationToken), response.ConversationId);
        }
    }

    private static UsageDetails? Add(UsageDetails? sum, UsageDetails? usage)
    {
        if (sum is null || usage is null)
        {
            return sum ?? usage;
        }

        sum.Add(usage);
        return sum;
    }

    private static ChatResponseUpdate ToUpdate(ChatMessage message, string? conversationId) => new(message.Role, message.Contents)
    {
        AuthorName = message.AuthorName,
        AdditionalProperties = message.AdditionalProperties,
        ConversationId = conversationId,
        MessageId = message.MessageId,
        ResponseId = message.MessageId,
    };
}
