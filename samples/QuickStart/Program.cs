using Microsoft.Data.Sqlite;
using Microsoft.Extensions.AI;
using QuickStart;
using QuickStart.Models;
using Sessions;
using Sessions.Agents;

using var interrupt = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    // The first Ctrl+C ends the conversation in good order, the second at once.
    e.Cancel = !interrupt.IsCancellationRequested;
    interrupt.Cancel();
};

try
{
    return await RunAsync(CommandLine.Parse(args));
}
catch (UsageException e)
{
    Console.Error.WriteLine(e.Message);
    return ExitCode.Usage;
}

async Task<int> RunAsync(CommandLine commandLine)
{
    if (commandLine.ShowHelp)
    {
        Console.WriteLine(CommandLine.Help);
        return ExitCode.Ended;
    }

    // The full path, so that messages say where the file is.
    var database = Path.GetFullPath(commandLine.Database);
    using var chatClient = ModelFromEnvironment.Create(Environment.GetEnvironmentVariable);
    AIAgent agent = chatClient.AsAIAgent(new ChatClientAgentOptions
    {
        Name = "QuickStart",
        ChatOptions = new ChatOptions
        {
            Instructions = "You are a friendly travel assistant. Keep your answers brief. Remember what the user says about themselves.",
            Tools = [.. TravelTools.All],
        },
        ContextProviders = [new TravelPreferencesProvider()],
        SessionStore = new SqliteSessionStore(new SqliteConnectionStringBuilder { DataSource = database }.ToString()),
    });

    AgentSession session;
    try
    {
        session = await agent.GetSessionAsync(sessionId: commandLine.Session);
    }
    catch (SessionException e)
    {
        Console.Error.WriteLine($"{e.Message}\nChoose another file with --database PATH, or another session with --session NAME.");
        return ExitCode.Failed;
    }

    var model = ModelFromEnvironment.Describe(chatClient);
    Console.WriteLine($"Model:    {model}\nDatabase: {database}\n");
    var terminal = commandLine.Demo ? Terminal.Demo() : Terminal.Console();
    return await new Conversation(agent, session, terminal, model).RunAsync(interrupt.Token);
}
