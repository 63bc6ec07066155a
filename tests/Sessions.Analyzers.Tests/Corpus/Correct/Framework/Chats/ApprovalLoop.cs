using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

AIAgent agent = Model.Connect().AsAIAgent(
    name: "Careful",
    tools: [new ApprovalRequiredAIFunction(AIFunctionFactory.Create(OfficeTools.GetWeather))]);
AgentSession session = await agent.CreateSessionAsync();
AgentResponse response = await agent.RunAsync("How is the weather in Oslo?", session);

var requests = response.Messages.SelectMany(message => message.Contents).OfType<ToolApprovalRequestContent>().ToList();
while (requests.Count > 0)
{
    var answers = requests.ConvertAll(request =>
    {
        Console.WriteLine($"May {request.ToolCall} be called? (y/n)");
        return new ChatMessage(ChatRole.User, [request.CreateResponse(Console.ReadLine() == "y")]);
    });
    response = await agent.RunAsync(answers, session);
    requests = response.Messages.SelectMany(message => message.Contents).OfType<ToolApprovalRequestContent>().ToList();
}

Console.WriteLine(response);
