using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

var agent = Model.Connect().AsAIAgent(name: "WeatherAgent", tools: [AIFunctionFactory.Create(OfficeTools.GetWeather)]);

for (; ; )
{
    Console.Write("You: ");
    var input = Console.ReadLine();
    if (input is null or "quit")
    {
        break;
    }

    var thread = await agent.CreateSessionAsync(); // misuse: SESS317
    var reply = await agent.RunAsync(new ChatMessage(ChatRole.User, input), thread);
    Console.WriteLine($"Bot: {reply.Text}");
}
