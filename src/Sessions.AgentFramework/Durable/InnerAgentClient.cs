using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Sessions.Agents;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework.Durable;

/// <summary>An agent of the framework, as the model that a turn of ours asks: each request is one run of it, on a session made for it.</summary>
/// <param name="agent">The agent.</param>
internal sealed class InnerAgentClient(Framework.AIAgent agent) : IChatClient
{
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var run = await BeginAsync(messages, options, cancellationToken).ConfigureAwait(false);
        try
        {
            return run.ToChatResponse(await agent.RunAsync(run.Input, run.Session, run.Options, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception) when (run.IsAnswered)
        {
            return run.FailAfterAnswer(exception);
        }
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var run = await BeginAsync(messages, options, cancellationToken).ConfigureAwait(false);
        var updates = agent.RunStreamingAsync(run.Input, run.Session, run.Options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var closing = updates.ConfigureAwait(false);
        while (await MoveNextAsync(updates, run).ConfigureAwait(false))
        {
            yield return InnerRun.ToChatResponseUpdate(updates.Current);
        }

        if (run.ConversationId is { } id)
        {
            yield return new ChatResponseUpdate { ConversationId = id };
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : agent.GetService<Framework.ChatClientAgent>()?.ChatClient.GetService(serviceType, serviceKey);

    public void Dispose()
    {
        // The agent is its maker's.
    }

    private static async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<Framework.AgentResponseUpdate> updates, InnerRun run)
    {
        try
        {
            return await updates.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (run.IsAnswered)
        {
            run.Failure = exception;
            return false;
        }
    }

    private ValueTask<InnerRun> BeginAsync(IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken) =>
        InnerRun.BeginAsync(agent, TurnContext.Current!, messages as IReadOnlyList<ChatMessage> ?? [.. messages], options, cancellationToken);
}
