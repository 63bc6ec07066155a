using System.Text.Json;
using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

AIAgent daily = new ChatClientAgent(Model.Connect(), new ChatClientAgentOptions { Name = "DailyAssistant" });
AIAgent weekly = new ChatClientAgent(Model.Connect(), new ChatClientAgentOptions { Name = "WeeklyAssistant" });

AgentSession session = await daily.CreateSessionAsync();
await daily.RunAsync("Remember that I was in Rome on Monday.", session);

JsonElement state = await daily.SerializeSessionAsync(session);
var path = Path.GetTempFileName();
await File.WriteAllTextAsync(path, JsonSerializer.Serialize(state));

var resumed = await weekly.DeserializeSessionAsync(state); // misuse: SESS301
Console.WriteLine(await weekly.RunAsync("Where was I?", resumed));
