using Sessions.Agents;

namespace Sessions.Sqlite.Tests.Processes;

/// <summary>A process that runs turns on a session while another one does, and writes down what came of each.</summary>
/// <remarks>Its log: <c>ready</c>, then for each turn <c>kept text id</c> or <c>conflict text id</c>, and <c>problem …</c>.</remarks>
public sealed class RacingWorker
{
    public static readonly SessionKey Session = new("tenant", "raced");

    /// <summary>How many turns each of the two processes runs.</summary>
    public static int Turns => TestScale.Of(1000) / 2;

    [Fact(Explicit = true)]
    public async Task Run()
    {
        var (database, name) = WorkerProcess.Arguments;
        using var log = new WorkerLog(WorkerProcess.LogPath(database, name));
        var model = new ScriptedModel(request => ModelAnswer.Of($"re {request.Messages[^1].Text}").After(token => Task.Delay(1, token)));
        var agent = CreateAgent(model, database);
        var session = await agent.GetSessionAsync(Session);
        log.Write("ready");
        await WorkerProcess.WaitUntilAsync(() => File.Exists(StartPath(database)));
        for (var number = 0; number < Turns; number++)
        {
            log.Write(await RunAsync(agent, session, $"{name}-{number}", number));
        }

        model.Log.Problems.ToList().ForEach(problem => log.Write($"problem {problem.ReplaceLineEndings(" ")}"));
    }

    /// <summary>The file whose appearance starts the race.</summary>
    internal static string StartPath(string database) => database + ".start";

    internal static ChatClientAgent CreateAgent(ScriptedModel model, string database) => model.AsAIAgent(new ChatClientAgentOptions
    {
        Name = "Racer",
        SessionStore = new SqliteSessionStore($"Data Source={database}"),
        ContextProviders = [new TurnCounter()],
        View = new HistoryView { MaxTurns = 10 },
    });

    /// <summary>A run or a stream, which retries or throws when the other process was faster.</summary>
    private static async Task<string> RunAsync(AIAgent agent, AgentSession session, string text, int number)
    {
        var options = new AgentRunOptions { OnConflict = number % 2 == 0 ? ConflictHandling.Retry : ConflictHandling.Throw };
        try
        {
            var response = number % 3 == 0
                ? await agent.RunStreamingAsync(text, session, options).ToAgentResponseAsync()
                : await agent.RunAsync(text, session, options);
            return response.Text == $"re {text}" ? $"kept {text} {response.TurnId}" : $"problem {text} was answered with {response.Text}";
        }
        catch (SessionConflictException exception) when (exception.Response is { } response)
        {
            return response.Text == $"re {text}" ? $"conflict {text} {response.TurnId}" : $"problem {text} was answered with {response.Text}";
        }
    }
}
