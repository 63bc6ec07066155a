using Company.Models;
using Sessions.Agents;

AIAgent[] agents = [Model.Connect().AsAIAgent(name: "Left"), Model.Connect().AsAIAgent(name: "Right")];
var seats = new List<(AIAgent Agent, AgentSession Session)>();
foreach (var agent in agents)
{
    seats.Add((agent, await agent.CreateSessionAsync()));
}

var message = "Begin.";
foreach (var (agent, session) in seats)
{
    message = (await agent.RunAsync(message, session)).Text;
}

Console.WriteLine(message);
