using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

AIAgent agent = Model.Connect().AsAIAgent(name: "Weather", tools: [AIFunctionFactory.Create(OfficeTools.GetWeather)]);
AgentSession session = await agent.CreateSessionAsync();
await foreach (AgentResponseUpdate update in agent.RunStreamingAsync("How is the weather in Rome?", session))
{
    foreach (var content in update.Contents)
    {
        switch (content)
        {
            case FunctionCallContent call:
                Console.WriteLine($"[{call.Name}]");
                break;
            case TextContent text:
                Console.Write(text.Text);
                break;
        }
    }
}
