using System.Globalization;
using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>
/// A process that runs turns with tools, one after the other, until it is killed. Two of three turns have a key; one that was
/// under way when the process was killed is run again by the next.
/// </summary>
/// <remarks>
/// Its log, which is the world that tools have an effect on: <c>begin n</c> before turn n, <c>ran n-i key</c> when its tool runs, <c>kept n id</c> when it is acknowledged, and
/// <c>problem …</c>.
/// </remarks>
public abstract class KilledWorker
{
    public const string Name = "killed";

    public static readonly SessionKey Session = new("tenant", "killed");

    /// <summary>What a tool adds to the session's state; the turn's provider adds one.</summary>
    public const int CountOfTool = 10;

    /// <summary>Enough for a commit to take many pages of the database.</summary>
    private static readonly string Padding = new('x', 8000);

    [Fact(Explicit = true)]
    public async Task Run()
    {
        var (database, name) = WorkerProcess.Arguments;
        var path = WorkerProcess.LogPath(database, name);
        var number = NextTurn(WorkerLog.Read(path));
        using var log = new WorkerLog(path);
        var model = new ScriptedModel(Answer);
        var checker = default(RequestChecker);
        var agent = CreateAgent(model, database, log, client => checker = new RequestChecker(new FunctionInvokingChatClient(client) { AllowConcurrentInvocation = number % 2 == 0 }));
        var session = await agent.GetSessionAsync(Session);
        for (; ; number++)
        {
            log.Write($"begin {number}");
            var options = new AgentRunOptions { TurnKey = KeyOf(number), UnfinishedTools = ModeOf(number) };
            var response = number % 2 == 0
                ? await agent.RunStreamingAsync($"turn {number}", session, options).ToAgentResponseAsync()
                : await agent.RunAsync($"turn {number}", session, options);
            log.Write(response.Text == $"done {number}" ? $"kept {number} {response.TurnId}" : $"problem {response.Text}");
            foreach (var problem in model.Log.Problems.Concat(checker!.Log.Problems))
            {
                log.Write($"problem {problem.ReplaceLineEndings(" ")}");
            }
        }
    }

    internal static string? KeyOf(long number) => number % 3 == 0 ? null : $"key-{number}";

    /// <summary>What becomes of a tool that had begun when the process was killed.</summary>
    internal static UnfinishedTools ModeOf(long number) => number % 3 == 1 ? UnfinishedTools.ReportUnknown : UnfinishedTools.RunAgain;

    /// <summary>What a turn has in the history.</summary>
    internal static string[] MessagesOf(long number) =>
    [
        $"user: turn {number}",
        $"assistant: order#{number}-1 order#{number}-2",
        $"tool: #{number}-1={Result($"{number}-1")} #{number}-2={Result($"{number}-2")}",
        $"assistant: done {number}",
    ];

    internal static string Result(string item) => $"{item} ordered {Padding}";

    /// <summary>Opens the store that the test has told of.</summary>
    protected abstract SessionStore OpenStore(string database);

    private static long NextTurn(List<string[]> log)
    {
        if (log.FindLast(line => line[0] == "begin") is not { } begun)
        {
            return 1;
        }

        var number = long.Parse(begun[1], CultureInfo.InvariantCulture);
        return KeyOf(number) is null || log.Exists(line => line[0] == "kept" && line[1] == begun[1]) ? number + 1 : number;
    }

    private static ModelAnswer Answer(ModelRequest request)
    {
        var number = request.Messages.Last(message => message.Role == ChatRole.User).Text.Split(' ')[1];
        return request.Messages[^1].Role == ChatRole.User
            ? ModelAnswer.Nothing.Call($"{number}-1", "order", ("item", $"{number}-1")).Call($"{number}-2", "order", ("item", $"{number}-2"))
            : ModelAnswer.Of($"done {number}");
    }

    private ChatClientAgent CreateAgent(ScriptedModel model, string database, WorkerLog log, Func<IChatClient, IChatClient> configure)
    {
        return model.AsAIAgent(new ChatClientAgentOptions
        {
            Name = "Killed",
            SessionStore = OpenStore(database),
            ChatOptions = new ChatOptions { Tools = [AIFunctionFactory.Create(OrderAsync, "order")] },
            ContextProviders = [new TurnCounter()],
            ConfigureChatClient = configure,
            View = new HistoryView { MaxTurns = 10 },
        });

        async Task<string> OrderAsync(string item)
        {
            log.Write($"ran {item} {TurnContext.Current!.ToolCallKey}");
            await Task.Delay(3);
            TurnContext.Current!.Session!.State.Update<Tally>(tally => tally with { Count = tally.Count + CountOfTool });
            return Result(item);
        }
    }
}
