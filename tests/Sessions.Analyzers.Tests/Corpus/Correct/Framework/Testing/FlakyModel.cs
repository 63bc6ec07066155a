using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Testing;

public sealed class FlakyModel(IChatClient inner) : DelegatingChatClient(inner)
{
    private int _calls;

    public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        Interlocked.Increment(ref _calls) % 2 == 1 ? throw new HttpRequestException("flaky") : base.GetResponseAsync(messages, options, cancellationToken);
}

public static class FlakyUse
{
    public static async Task<string> AskTwiceAsync(IChatClient client)
    {
        AIAgent agent = new FlakyModel(client).AsAIAgent(name: "Flaky");
        AgentSession session = await agent.CreateSessionAsync();
        try
        {
            return (await agent.RunAsync("Hello", session)).Text;
        }
        catch (HttpRequestException)
        {
            return (await agent.RunAsync("Hello", session)).Text;
        }
    }
}
