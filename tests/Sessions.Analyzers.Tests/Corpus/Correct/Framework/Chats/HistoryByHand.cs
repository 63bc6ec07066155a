using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

// The messages are kept by the program, which gives all of them each time: no session is needed.
AIAgent agent = Model.Connect().AsAIAgent(name: "Manual");
List<ChatMessage> messages = [new(ChatRole.System, "You are helpful.")];
while (Console.ReadLine() is { Length: > 0 } line)
{
    messages.Add(new ChatMessage(ChatRole.User, line));
    AgentResponse response = await agent.RunAsync(messages);
    messages.AddRange(response.Messages);
    Console.WriteLine(response.Text);
}
