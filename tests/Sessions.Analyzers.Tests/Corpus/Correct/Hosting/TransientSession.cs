using Company.Models;
using Microsoft.Extensions.DependencyInjection;
using Sessions.Agents;

var services = new ServiceCollection();
services.AddSingleton<AIAgent>(Model.Connect().AsAIAgent(name: "Transient"));
services.AddTransient(provider => provider.GetRequiredService<AIAgent>().CreateSessionAsync().AsTask());
await using var provider = services.BuildServiceProvider();

AIAgent agent = provider.GetRequiredService<AIAgent>();
AgentSession session = await provider.GetRequiredService<Task<AgentSession>>();
Console.WriteLine((await agent.RunAsync("Hello", session)).Text);
