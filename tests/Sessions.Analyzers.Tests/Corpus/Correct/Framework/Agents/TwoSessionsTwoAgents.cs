using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

var client = Model.Connect();
AIAgent interviewer = client.AsAIAgent(name: "Interviewer");
AIAgent candidate = client.AsAIAgent(name: "Candidate");
AgentSession one = await interviewer.CreateSessionAsync();
AgentSession two = await candidate.CreateSessionAsync();

var message = "Introduce yourself.";
for (var round = 0; round < 5; round++)
{
    message = (await candidate.RunAsync(message, two)).Text;
    message = (await interviewer.RunAsync(message, one)).Text;
}
