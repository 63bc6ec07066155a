using Company.Models;
using Sessions.Agents;

AIAgent agent = Model.Connect().AsAIAgent(name: "Assistant");
AgentSession session = await agent.CreateSessionAsync(); // misuse: SESS302
Console.WriteLine($"Session {session.Id} has begun.");

AgentResponse first = await agent.RunAsync("My name is Anna.");
Console.WriteLine(first.Text);
AgentResponse second = await agent.RunAsync("What is my name?");
Console.WriteLine(second.Text);
