using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

AIAgent weather = Model.Connect().AsAIAgent(
    instructions: "You answer questions on the weather.",
    name: "WeatherAgent",
    description: "An agent that answers questions on the weather.",
    tools: [AIFunctionFactory.Create(OfficeTools.GetWeather)]);
AIAgent main = Model.Connect().AsAIAgent(instructions: "Answer in French.", name: "Main", tools: [weather.AsAIFunction()]);

AgentSession session = await main.CreateSessionAsync();
Console.WriteLine(await main.RunAsync("How is the weather in Amsterdam?", session));
