using System.Diagnostics;
using AgentFrameworkSample;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Sessions;
using Sessions.AgentFramework;

// The quick start of Microsoft Agent Framework, with a session that is typed and durable. Started without arguments it runs the first
// half of the conversation, and then a second process that goes on with it.
var isSecond = args is ["resume", _];
var database = isSecond ? args[1] : Path.Combine(Path.GetTempPath(), $"agent-framework-{Environment.ProcessId}.db");

using var model = new OfflineModel();
AIAgent agent = model.AsAIAgent(
    name: "ConversationAgent",
    instructions: "You are a friendly assistant. Keep your answers brief.",
    tools: [AIFunctionFactory.Create(TravelTools.Remember)]);

// Two lines more than the quick start: everything else is the framework's.
SessionsAgent durable = agent.WithSessions(new SqliteSessionStore($"Data Source={database}"));
AgentSession session = await durable.GetSessionAsync(new SessionKey("acme", "alice-42"));

if (isSecond)
{
    await SayAsync("What do you remember about me?");
    TravelPreferences preferences = session.GetTravelPreferences();
    Console.WriteLine($"  State:   {preferences.UserName} likes {string.Join(", ", preferences.Interests)}");
    Console.WriteLine($"  Turns:   {await durable.ReadTurnsAsync(session).CountAsync()}");
    return 0;
}

Console.WriteLine($"Process {Environment.ProcessId} begins:");
await SayAsync("My name is Alice and I love hiking.");
Console.WriteLine($"  Session: {await durable.SerializeSessionAsync(session)}");
return await GoOnElsewhereAsync();

async Task SayAsync(string message)
{
    Console.WriteLine($"  User:    {message}");
    AgentResponse response = await durable.RunAsync(message, session);
    Console.WriteLine($"  Agent:   {response.Messages[^1].Text}");
}

async Task<int> GoOnElsewhereAsync()
{
    var start = new ProcessStartInfo(Environment.ProcessPath!);
    if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
    {
        start.ArgumentList.Add(typeof(OfflineModel).Assembly.Location);
    }

    start.ArgumentList.Add("resume");
    start.ArgumentList.Add(database);
    using var second = Process.Start(start)!;
    Console.WriteLine($"Process {second.Id} goes on:");
    await second.WaitForExitAsync();
    foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(database)!, Path.GetFileName(database) + "*"))
    {
        File.Delete(file);
    }

    return second.ExitCode;
}
