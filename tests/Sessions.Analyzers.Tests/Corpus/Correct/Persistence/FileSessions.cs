using System.Text.Json;
using Company.Models;
using Sessions.Agents;

AIAgent agent = Model.Connect().AsAIAgent(name: "Files");
const string FileName = "session.json";
AgentSession session = File.Exists(FileName)
    ? await agent.DeserializeSessionAsync(JsonDocument.Parse(await File.ReadAllTextAsync(FileName)).RootElement)
    : await agent.CreateSessionAsync();

Console.WriteLine((await agent.RunAsync(string.Join(' ', args), session)).Text);

JsonElement saved = await agent.SerializeSessionAsync(session);
await File.WriteAllTextAsync(FileName, saved.GetRawText());
