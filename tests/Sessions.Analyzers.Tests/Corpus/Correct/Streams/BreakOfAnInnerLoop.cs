using Company.Models;
using Microsoft.Extensions.AI;
using Sessions.Agents;

AIAgent agent = Model.Connect().AsAIAgent(name: "Tools", tools: [AIFunctionFactory.Create(OfficeTools.GetWeather)]);
AgentSession session = await agent.CreateSessionAsync();
await foreach (var update in agent.RunStreamingAsync("How is the weather?", session))
{
    foreach (var content in update.Contents)
    {
        if (content is FunctionCallContent call)
        {
            Console.WriteLine($"[{call.Name}]");
            break;
        }
    }

    Console.Write(update.Text);
}
