using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

AIAgent weather = Model.Connect().AsAIAgent(
    instructions: "You answer questions on the weather.",
    name: "WeatherAgent",
    tools: [AIFunctionFactory.Create(OfficeTools.GetWeather)]);
AgentSession weatherSession = await weather.CreateSessionAsync();

AIAgent main = Model.Connect().AsAIAgent(
    instructions: "Answer in French.",
    name: "Main",
    tools: [weather.AsAIFunction(session: weatherSession)]); // misuse: SESS304

Console.WriteLine(await main.RunAsync("How is the weather in Paris and in Rome?"));
