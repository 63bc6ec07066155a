using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

var services = new ServiceCollection();
services.AddKeyedSingleton<AIAgent>("Writer", (_, _) => Model.Connect().AsAIAgent(name: "Writer"));
services.AddKeyedSingleton<AIAgent>("Reader", (_, _) => Model.Connect().AsAIAgent(name: "Reader"));
await using var provider = services.BuildServiceProvider();

var writer = provider.GetRequiredKeyedService<AIAgent>("Writer");
var reader = provider.GetRequiredKeyedService<AIAgent>("Reader");

AgentSession session = await writer.CreateSessionAsync();
await writer.RunAsync("Write a chapter.", session);
Console.WriteLine(await reader.RunAsync("What do you think of it?", session)); // misuse: SESS301
