using Company.Models;
using Sessions;
using Sessions.Agents;

AIAgent agent = Model.Connect().AsAIAgent(new ChatClientAgentOptions { Name = "Reader", InterruptedTurns = InterruptedTurns.KeepPartial });
AgentSession session = await agent.CreateSessionAsync();
await foreach (var update in agent.RunStreamingAsync("Read to me.", session))
{
    Console.Write(update.Text);
    if (Console.KeyAvailable)
    {
        break;
    }
}

Console.WriteLine((await agent.RunAsync("Go on.", session)).Text);
