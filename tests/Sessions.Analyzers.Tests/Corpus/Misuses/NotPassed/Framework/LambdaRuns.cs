using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

AIAgent agent = Model.Connect().AsAIAgent(name: "Historian");
AgentSession session = await agent.CreateSessionAsync(); // misuse: SESS302

Func<string, Task> ask = async question =>
{
    AgentResponse answer = await agent.RunAsync(question);
    Console.WriteLine(answer.Text);
};

await ask("Who was Bob Marley?");
await ask("Where was he born?");
