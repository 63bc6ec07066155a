using Company.Models;
using Sessions.Agents;

AIAgent agent = Model.Connect().AsAIAgent(name: "Storyteller");
AgentSession session = await agent.CreateSessionAsync();

agent.RunStreamingAsync("Tell me a story.", session); // misuse: SESS303
AgentResponse end = await agent.RunAsync("How does it end?", session);
Console.WriteLine(end.Text);
