using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

AIAgent agent = new ChatClientAgent(Model.Connect(), instructions: "Be brief.", name: "Brief");
AgentSession session = await agent.CreateSessionAsync();

while (true)
{
    Console.Write("\nUser (:q to quit): ");
    var message = Console.ReadLine();
    if (string.IsNullOrWhiteSpace(message))
    {
        Console.WriteLine("The request cannot be empty.");
        continue;
    }

    if (message is ":q")
    {
        break;
    }

    await foreach (var update in agent.RunStreamingAsync(message, session))
    {
        Console.Write(update.Text);
    }
}
