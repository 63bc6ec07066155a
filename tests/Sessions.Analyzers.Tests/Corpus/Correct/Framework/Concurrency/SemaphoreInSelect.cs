using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Concurrency;

public static class Throttled
{
    public static async Task<string[]> AskAsync(IEnumerable<string> questions)
    {
        AIAgent agent = Model.Connect().AsAIAgent(name: "Throttled");
        AgentSession session = await agent.CreateSessionAsync();
        using var gate = new SemaphoreSlim(1);
        return await Task.WhenAll(questions.Select(async question =>
        {
            await gate.WaitAsync();
            try
            {
                return (await agent.RunAsync(question, session)).Text;
            }
            finally
            {
                gate.Release();
            }
        }));
    }
}
