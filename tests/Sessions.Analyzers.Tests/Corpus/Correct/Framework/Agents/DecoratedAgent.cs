using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Decorators;

public sealed class TimedAgent(AIAgent inner, TimeProvider time) : DelegatingAIAgent(inner)
{
    protected override async Task<AgentResponse> RunCoreAsync(
        IEnumerable<ChatMessage> messages, AgentSession? session = null, AgentRunOptions? options = null, CancellationToken cancellationToken = default)
    {
        var start = time.GetTimestamp();
        var response = await InnerAgent.RunAsync(messages, session, options, cancellationToken);
        Console.WriteLine(time.GetElapsedTime(start));
        return response;
    }
}

public static class Use
{
    public static async Task<string> RunAsync()
    {
        AIAgent agent = Model.Connect().AsAIAgent(name: "Timed");
        AIAgent timed = new TimedAgent(agent, TimeProvider.System);
        AgentSession session = await agent.CreateSessionAsync();
        await timed.RunAsync("Hello", session);
        return (await agent.RunAsync("Hello again", session)).Text;
    }
}
