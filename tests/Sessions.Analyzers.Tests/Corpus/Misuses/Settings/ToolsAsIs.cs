using Company.Models;
using Microsoft.Extensions.AI;
using Sessions.Agents;

AIAgent agent = new ChatClientAgent(Model.Connect(), new ChatClientAgentOptions
{
    Name = "Weather",
    UseProvidedChatClientAsIs = true,
    ChatOptions = new ChatOptions
    {
        Tools = [AIFunctionFactory.Create(OfficeTools.GetWeather)], // misuse: SESS206
    },
});

Console.WriteLine((await agent.RunAsync("How is the weather in Rome?")).Text);
