using Microsoft.Extensions.AI;
using Sessions;
using Sessions.Agents;

namespace Testing;

public static class Assert
{
    public static async Task<T> ThrowsAsync<T>(Func<Task> code)
        where T : Exception
    {
        try
        {
            await code();
        }
        catch (T exception)
        {
            return exception;
        }

        throw new InvalidOperationException("Nothing was thrown.");
    }
}

public sealed class MismatchTests(IChatClient client)
{
    public async Task Another_agent_is_refused()
    {
        AIAgent one = client.AsAIAgent(name: "One");
        AIAgent two = client.AsAIAgent(name: "Two");
        AgentSession session = await one.CreateSessionAsync();

        await Assert.ThrowsAsync<SessionMismatchException>(() => two.RunAsync("Hello", session));
    }
}
