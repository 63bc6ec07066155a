using System.Collections.Concurrent;
using Sessions.Agents;

namespace Sessions.PostgreSql.Tests.Processes;

/// <summary>A process that runs turns on many sessions at once, while others do so too, until it is killed or told to stop.</summary>
/// <remarks>Its log: <c>begin text session</c>, then <c>kept text id</c> or <c>conflict text</c>, and <c>problem …</c>.</remarks>
public sealed class HostWorker
{
    public const int Sessions = 64;
    public const int AtOnce = 8;

    /// <summary>What the names of hosts begin with that lease sessions.</summary>
    public const string Leased = "leased";

    [Fact(Explicit = true)]
    public async Task Run()
    {
        var (database, name) = WorkerProcess.Arguments;
        using var log = new WorkerLog(WorkerProcess.LogPath(database, name), survivesMachine: false);
        await using var store = WorkerDatabase.Open(database);
        var model = new ScriptedModel(request => ModelAnswer.Of($"re {request.Messages[^1].Text}").After(token => Task.Delay(1, token)));
        var agent = CreateAgent(model, store, name.StartsWith(Leased, StringComparison.Ordinal));
        var sessions = new ConcurrentDictionary<int, AgentSession>();
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(task => Task.Run(async () =>
        {
            var random = new Random(HashCode.Combine(name, task));
            for (var number = 0; !File.Exists(StopPath(database)); number++)
            {
                var place = random.Next(Sessions);
                var session = sessions.TryGetValue(place, out var known) ? known : sessions.GetOrAdd(place, await agent.GetSessionAsync(Key(place)));
                await RunAsync(agent, session, $"{name}-{task}-{number}", number, log);
            }
        })));
        model.Log.Problems.ToList().ForEach(problem => log.Write($"problem {problem.ReplaceLineEndings(" ")}"));
    }

    /// <summary>The file whose appearance ends the race.</summary>
    internal static string StopPath(string database) => database + ".stop";

    internal static SessionKey Key(int place) => new("tenant", $"session {place}");

    internal static ChatClientAgent CreateAgent(ScriptedModel model, SessionStore store, bool isLeased) => model.AsAIAgent(new ChatClientAgentOptions
    {
        Name = "Host",
        SessionStore = store,
        SessionLease = isLeased ? new SessionLeaseOptions { Duration = TimeSpan.FromSeconds(5), IdleDuration = TimeSpan.FromMilliseconds(200) } : null,
        ContextProviders = [new TurnCounter()],
        View = new HistoryView { MaxTurns = 5 },
    });

    /// <summary>A run or a stream, which retries or throws when another process was faster.</summary>
    private static async Task RunAsync(AIAgent agent, AgentSession session, string text, int number, WorkerLog log)
    {
        log.Write($"begin {text} {session.Key.Id}");
        try
        {
            var options = new AgentRunOptions { OnConflict = number % 2 == 0 ? ConflictHandling.Retry : ConflictHandling.Throw };
            var response = await agent.RunAsync(number % 3 == 0, text, session, options);
            log.Write(response.Text == $"re {text}" ? $"kept {text} {response.TurnId}" : $"problem {text} was answered with {response.Text}");
        }
        catch (SessionConflictException exception) when (exception.Response is { } response && (number % 2 == 1 || number % 3 == 0))
        {
            log.Write(response.Text == $"re {text}" ? $"conflict {text}" : $"problem {text} was answered with {response.Text}");
        }
        catch (Exception exception)
        {
            log.Write($"problem {text} {exception.ToString().ReplaceLineEndings(" ")}");
        }
    }
}
