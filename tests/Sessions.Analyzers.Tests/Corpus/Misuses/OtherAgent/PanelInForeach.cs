using Company.Models;
using Sessions.Agents;

var client = Model.Connect();
AIAgent optimist = client.AsAIAgent(name: "Optimist");
AIAgent pessimist = client.AsAIAgent(name: "Pessimist");
AgentSession session = await optimist.CreateSessionAsync();

foreach (var agent in new[] { optimist, pessimist })
{
    var opinion = await agent.RunAsync("Shall we buy?", session); // misuse: SESS301
    Console.WriteLine($"{agent.Name}: {opinion.Text}");
}
