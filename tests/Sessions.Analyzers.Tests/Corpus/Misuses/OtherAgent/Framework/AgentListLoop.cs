using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

var client = Model.Connect();
List<AIAgent> team =
[
    client.AsAIAgent(name: "Analyst"),
    client.AsAIAgent(name: "Designer"),
    client.AsAIAgent(name: "Tester"),
];

AgentSession session = await team[0].CreateSessionAsync();
var text = "We need a login page.";
foreach (AIAgent member in team)
{
    AgentResponse response = await member.RunAsync(text, session); // misuse: SESS301
    text = response.Text;
}

Console.WriteLine(text);
