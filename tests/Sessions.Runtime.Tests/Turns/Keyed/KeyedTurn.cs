using System.Globalization;
using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.Turns.Keyed;

/// <summary>A call that the model makes. Calls of one tool are equal.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Tool">The number of its tool, which adds that power of ten to the session's state.</param>
internal sealed record PlannedCall(string Id, int Tool);

/// <summary>
/// A turn with a key, that processes run until one completes it, and the world that its tools have an effect on: which calls ran, and
/// under which key.
/// </summary>
/// <param name="answers">The calls of the model's answers, before the one that ends the turn.</param>
/// <param name="options">How the turn is run.</param>
/// <param name="isParallel">Whether the calls of an answer are made at the same time.</param>
internal sealed class KeyedTurn(IReadOnlyList<IReadOnlyList<PlannedCall>> answers, UnfinishedTools options, bool isParallel)
{
    public const string Key = "key";

    private static readonly SessionKey Session = new("s");

    private readonly List<(string CallId, string Key)> _runs = [];

    /// <summary>The store, as all processes have it.</summary>
    public InMemorySessionStore Store { get; } = new();

    /// <summary>The tools that fail, before they have an effect, when they run for the first time.</summary>
    public HashSet<int> FailingOnce { get; } = [];

    /// <summary>The calls that ran, each with its key.</summary>
    public IReadOnlyList<(string CallId, string Key)> Runs
    {
        get
        {
            lock (_runs)
            {
                return [.. _runs];
            }
        }
    }

    /// <summary>Runs the turn in a process of its own.</summary>
    /// <param name="work">Holds what the process does; where there is none, it does all of it at once.</param>
    /// <param name="streamed">Whether the answer is streamed.</param>
    public async Task<AgentResponse> RunAsync(HeldWork? work = null, bool streamed = false)
    {
        var agent = CreateAgent(work);
        return await agent.RunAsync(streamed, "go", await agent.GetSessionAsync(Session), new AgentRunOptions { TurnKey = Key, UnfinishedTools = options });
    }

    /// <summary>Runs the turn in a process that does what it is let do, and is killed then.</summary>
    public async Task RunAndKillAsync(params string[] steps)
    {
        var work = new HeldWork();
        _ = RunAsync(work);
        foreach (var step in steps)
        {
            await work.ReleaseAsync(step);
        }

        await work.SettleAsync(20);
    }

    /// <summary>How often calls have run whose result is recorded.</summary>
    public async Task<IReadOnlyDictionary<string, int>> ReadRecordedAsync()
    {
        var steps = await Store.ReadStepsAsync(Session, Key);
        var runs = Runs;
        return steps.SelectMany(HeldStore.ResultsIn).Distinct().ToDictionary(id => id, id => runs.Count(run => run.CallId == id), StringComparer.Ordinal);
    }

    /// <summary>What the session's state counts.</summary>
    public async Task<int> ReadCountAsync() => (await CreateAgent(null).GetSessionAsync(Session)).State.Get<Tally>().Count;

    /// <summary>What the history says of the calls.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ReadResultsAsync()
    {
        var agent = CreateAgent(null);
        var messages = await agent.ReadMessagesAsync(await agent.GetSessionAsync(Session)).ToListAsync();
        return messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>()
            .ToDictionary(result => result.CallId, result => $"{result.Result}", StringComparer.Ordinal);
    }

    /// <summary>What the calls add of which the history has the result.</summary>
    public async Task<int> ReadExpectedCountAsync()
    {
        var results = await ReadResultsAsync();
        return answers.SelectMany(calls => calls).Where(call => results[call.Id] == "done").Sum(call => AmountOf(call.Tool));
    }

    public static string NameOf(int tool) => $"tool{tool}";

    public static int AmountOf(int tool) => (int)Math.Pow(10, tool);

    private ChatClientAgent CreateAgent(HeldWork? work)
    {
        var tools = answers.SelectMany(calls => calls).Select(call => call.Tool).Distinct()
            .Select(tool => AIFunctionFactory.Create(() => RunToolAsync(tool, work), NameOf(tool)));
        return new ScriptedModel(Answer).AsAIAgent(new ChatClientAgentOptions
        {
            Name = "A",
            SessionStore = work is null ? new AnotherProcess(Store) : new HeldStore(Store, work),
            ChatOptions = new ChatOptions { Tools = [.. tools] },
            ConfigureChatClient = client => client.AsBuilder().UseFunctionInvocation(configure: functions => functions.AllowConcurrentInvocation = isParallel).Build(),
        });
    }

    private ModelAnswer Answer(TestKit.ModelRequest request)
    {
        var number = request.Messages.Count(message => message.Contents.OfType<FunctionCallContent>().Any());
        return number == answers.Count
            ? ModelAnswer.Of("well")
            : answers[number].Aggregate(ModelAnswer.Nothing, (answer, call) => answer.Call(call.Id, NameOf(call.Tool)));
    }

    private async Task<string> RunToolAsync(int tool, HeldWork? work)
    {
        var id = FunctionInvokingChatClient.CurrentContext!.CallContent.CallId;
        var turn = TurnContext.Current!;
        await (work?.HoldAsync(string.Create(CultureInfo.InvariantCulture, $"run {id}")) ?? Task.CompletedTask);
        lock (_runs)
        {
            _runs.Add((id, turn.ToolCallKey!));
            if (FailingOnce.Remove(tool))
            {
                throw new InvalidOperationException("It fails once.");
            }
        }

        turn.Session!.State.Update<Tally>(tally => tally with { Count = tally.Count + AmountOf(tool) });
        await (work?.HoldAsync(string.Create(CultureInfo.InvariantCulture, $"return {id}")) ?? Task.CompletedTask);
        return "done";
    }
}
