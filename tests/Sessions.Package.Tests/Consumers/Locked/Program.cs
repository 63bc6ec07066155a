using Consumer;
using Locked;
using Microsoft.Extensions.AI;
using Sessions;
using Sessions.Agents;

// locked FILE [MESSAGE]: with a message, a visit of the session in the file; without one, what the file's session knows.
using IChatClient client = new EchoChatClient();
var agent = client.AsAIAgent(name: "guide");
var session = File.Exists(args[0]) ? await agent.DeserializeSessionAsync(await File.ReadAllBytesAsync(args[0])) : await agent.CreateSessionAsync();

if (args.Length > 1)
{
    session.UpdateVisits(visits => visits with { Count = visits.Count + 1, Messages = visits.Messages.Add(args[1]) });
    session.SetProfile(new Profile { Name = "Alice", Level = 3 });
}

await using (var file = File.Create(args[0]))
{
    await agent.SerializeSessionAsync(session, file);
}

Console.WriteLine(session.GetVisits());
Console.WriteLine(session.GetProfile());
