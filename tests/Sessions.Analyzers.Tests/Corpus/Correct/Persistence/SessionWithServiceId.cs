using Company.Models;
using Sessions;
using Sessions.Agents;

AIAgent agent = Model.Connect().AsAIAgent(name: "Threads");
AgentSession session = await agent.GetSessionAsync(serviceSessionId: "thread_abc", sessionId: "local-1");
Console.WriteLine((await agent.RunAsync("Hello", session)).Text);
AgentSession other = await agent.GetSessionAsync(new SessionKey("acme", "alice"), serviceSessionId: "thread_def");
Console.WriteLine((await agent.RunAsync("Hello", other)).Text);
