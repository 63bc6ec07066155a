using System.Text.Json;
using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

AIAgent agent = Model.Connect().AsAIAgent(name: "Joker");
AgentSession session = await agent.CreateSessionAsync();
Console.WriteLine(await agent.RunAsync("Tell me a joke.", session));

JsonElement state = await agent.SerializeSessionAsync(session);
var path = Path.GetTempFileName();
await File.WriteAllTextAsync(path, JsonSerializer.Serialize(state));

JsonElement reloaded = JsonElement.Parse(await File.ReadAllTextAsync(path));
AgentSession resumed = await agent.DeserializeSessionAsync(reloaded);
Console.WriteLine(await agent.RunAsync("Now like a pirate.", resumed));
