using Company.Models;
using Microsoft.Extensions.DependencyInjection;
using Sessions.Agents;

var services = new ServiceCollection();
AIAgent agent = Model.Connect().AsAIAgent(name: "Web");
services.AddSingleton<AIAgent>(agent);
services.AddSingleton(await agent.CreateSessionAsync()); // misuse: SESS312

await using var provider = services.BuildServiceProvider();
var session = provider.GetRequiredService<AgentSession>();
Console.WriteLine((await agent.RunAsync("Hello", session)).Text);
