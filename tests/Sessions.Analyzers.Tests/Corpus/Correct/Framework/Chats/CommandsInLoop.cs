using System.Text.Json;
using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

AIAgent agent = Model.Connect().AsAIAgent(name: "Saver");
var session = await agent.CreateSessionAsync();
JsonElement? saved = null;
while (Console.ReadLine() is { } input)
{
    if (input == "save")
    {
        saved = await agent.SerializeSessionAsync(session);
    }
    else if (input == "load" && saved is { } state)
    {
        session = await agent.DeserializeSessionAsync(state);
    }
    else
    {
        Console.WriteLine(await agent.RunAsync(input, session));
    }
}
