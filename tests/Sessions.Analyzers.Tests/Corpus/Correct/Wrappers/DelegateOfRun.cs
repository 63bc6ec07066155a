using Company.Models;
using Sessions.Agents;

AIAgent agent = Model.Connect().AsAIAgent(name: "Functional");
AgentSession session = await agent.CreateSessionAsync();
Func<string, Task<AgentResponse>> ask = text => agent.RunAsync(text, session);
Func<string, Task<string>> shout = async text => (await ask(text)).Text.ToUpperInvariant();

Console.WriteLine(await shout("hello"));
Console.WriteLine(await shout("and again"));
