using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

AIAgent agent = Model.Connect().AsAIAgent(name: "Optional");
AgentSession session = await agent.CreateSessionAsync();
var withTools = new ChatClientAgentRunOptions(new ChatOptions { Tools = [AIFunctionFactory.Create(OfficeTools.GetWeather)] });

Console.WriteLine(await agent.RunAsync("Hello", session));
Console.WriteLine(await agent.RunAsync("How is the weather in Rome?", session, withTools));
