using System.Text.Json;
using Company.Models;
using Sessions.Agents;

var client = Model.Connect();
AIAgent coder = client.AsAIAgent(new ChatClientAgentOptions { Id = "coder", Name = "Coder" });
AIAgent reviewer = client.AsAIAgent(new ChatClientAgentOptions { Id = "reviewer", Name = "Reviewer" });

var session = await coder.CreateSessionAsync();
await coder.RunAsync("Write a sort in C#.", session);

JsonElement saved = await coder.SerializeSessionAsync(session);
await File.WriteAllTextAsync("session.json", saved.GetRawText());

AgentSession restored = await reviewer.DeserializeSessionAsync(saved); // misuse: SESS301
Console.WriteLine((await reviewer.RunAsync("Review the code above.", restored)).Text);
