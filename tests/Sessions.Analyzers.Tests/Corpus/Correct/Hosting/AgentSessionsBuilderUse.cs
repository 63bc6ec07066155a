using Company.Models;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Sessions;
using Sessions.Agents;

var services = new ServiceCollection();
services.AddSingleton(Model.Connect());
services.AddAgentSessions().AddAgent("Guide", (_, options) =>
{
    options.ChatOptions = new ChatOptions { Instructions = "Be brief.", Tools = [AIFunctionFactory.Create(OfficeTools.GetWeather)] };
    options.InterruptedTurns = InterruptedTurns.KeepInput;
});

await using var provider = services.BuildServiceProvider();
AIAgent agent = provider.GetRequiredKeyedService<AIAgent>("Guide");
AgentSession session = await agent.GetSessionAsync(new SessionKey("acme", "alice"));
Console.WriteLine((await agent.RunAsync("Hello", session)).Text);
