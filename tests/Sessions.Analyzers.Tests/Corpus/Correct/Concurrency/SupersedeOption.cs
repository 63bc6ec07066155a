using Company.Models;
using Sessions;
using Sessions.Agents;

AIAgent agent = Model.Connect().AsAIAgent(name: "Live");
AgentSession session = await agent.CreateSessionAsync();
var options = new AgentRunOptions { ConcurrentTurns = ConcurrentTurns.Supersede };

Task<AgentResponse> first = agent.RunAsync("What is the price?", session, options);
Task<AgentResponse> second = agent.RunAsync("No, the size.", session, options);
try
{
    await first;
}
catch (TurnSupersededException superseded)
{
    Console.WriteLine($"Superseded: {superseded.TurnId}");
}

Console.WriteLine((await second).Text);
