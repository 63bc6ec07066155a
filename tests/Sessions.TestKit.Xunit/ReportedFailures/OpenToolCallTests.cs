using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>A session that every later request fails over, because a tool call in it has no result, or a result no call.</summary>
public abstract partial class OpenToolCallTests(TestStores stores) : ReportedFailureTests(stores)
{
    private static readonly AIFunctionDeclaration Declared = AIFunctionFactory.Create(() => "done", "declared").AsDeclarationOnly();

    public static TheoryData<InterruptedTurns, bool> Interruptions { get; } = new(from kept in Enum.GetValues<InterruptedTurns>() from streamed in new[] { false, true } select (kept, streamed));

    /// <summary>Reducers as users find them, each of which tears calls and results apart.</summary>
    public static TheoryData<string> Reducers { get; } = ["without tools", "without calls", "without results", "the latest 3", "the latest 4", "without the newest call"];

    [Theory]
    [MemberData(nameof(Interruptions))]
    public async Task A_turn_interrupted_between_a_call_and_its_result_does_not_poison_the_session(InterruptedTurns kept, bool streamed)
    {
        using var stop = new CancellationTokenSource();
        var hang = AIFunctionFactory.Create((CancellationToken token) => HangAsync(stop, token), "hang");
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "look").Call("c2", "hang"));
        var configure = With(Look, hang) + (options => options.InterruptedTurns = kept);
        var store = CreateStore();
        var agent = Agent(model, store, configure);
        var session = await agent.GetSessionAsync("s");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => agent.RunAsync(streamed, "go", session, cancellationToken: stop.Token));
        var log = (await SessionPicture.TakeAsync(agent, session)).History;
        var (later, found) = await RestartAsync(model, store, agent, session, configure);
        var response = await later.RunAsync(streamed, "next", found);

        Assert.Equal(kept switch { InterruptedTurns.KeepPartial => ["user: go", "assistant: look#c1 hang#c2", "tool: #c1=seen"], InterruptedTurns.KeepInput => ["user: go"], _ => Array.Empty<string>() }, log);
        Assert.Equal("answer 2", response.Text);
        Assert.Empty(response.Issues);
        model.Log.ThrowIfInvalid();
    }

    [Theory]
    [MemberData(nameof(RunOrStream))]
    public async Task A_call_that_nobody_executes_does_not_poison_the_session(bool streamed)
    {
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "look").Call("c2", "look"));
        var store = CreateStore();
        var agent = Agent(model, store);
        var session = await agent.GetSessionAsync("s");

        await agent.RunAsync(streamed, "go", session);
        await agent.RunAsync(streamed, new ChatMessage(ChatRole.Tool, [new FunctionResultContent("c2", "seen")]), session);
        await agent.RunAsync(streamed, "are you there?", session);
        await agent.RunAsync(streamed, new ChatMessage(ChatRole.Tool, [new FunctionResultContent("c1", "too late")]), session);
        var (later, found) = await RestartAsync(model, store, agent, session);
        await later.RunAsync(streamed, "and now?", found);

        Assert.Equal(4, model.Log.Requests.Count);
        model.Log.ThrowIfInvalid();
    }

    [Theory]
    [MemberData(nameof(RunOrStream))]
    public async Task A_result_that_nobody_asked_for_does_not_poison_the_session(bool streamed)
    {
        var model = new ScriptedModel();
        var store = CreateStore();
        var agent = Agent(model, store);
        var session = await agent.GetSessionAsync("s");
        await agent.RunAsync(streamed, "hi", session);

        var response = await agent.RunAsync(streamed, new ChatMessage(ChatRole.User, [new TextContent("here"), new FunctionResultContent("c1", "a result")]), session);
        var (later, found) = await RestartAsync(model, store, agent, session);
        await later.RunAsync(streamed, "next", found);

        Assert.Equal(TurnIssueKind.HistoryRepaired, Assert.Single(response.Issues).Kind);
        Assert.Equal(3, model.Log.Requests.Count);
        model.Log.ThrowIfInvalid();
    }

    [Theory]
    [MemberData(nameof(Reducers))]
    public async Task A_reducer_that_tears_calls_and_results_apart_does_not_poison_the_session(string reducer)
    {
        var model = ModelWithTools();
        var store = CreateStore();
        var reduced = new Reducer(reducer);
        var agent = Agent(model, store, With(Look) + (options => options.View = new HistoryView { Reducer = reduced }));

        await ConverseWithToolsAsync(agent, await agent.GetSessionAsync("s"));

        Assert.True(reduced.HasTorn);
        model.Log.ThrowIfInvalid();
    }

    [Fact]
    public async Task No_window_cuts_between_a_call_and_its_result()
    {
        var views = Enumerable.Range(1, 4).SelectMany(limit => new[] { new HistoryView { MaxMessages = limit }, new HistoryView { MaxTurns = limit }, new HistoryView { MaxTokens = limit * 12 } });
        foreach (var view in views)
        {
            var model = ModelWithTools();
            var agent = Agent(model, CreateStore(), With(Look) + (options => options.View = view));

            await ConverseWithToolsAsync(agent, await agent.GetSessionAsync("s"));

            Assert.Contains(model.Log.Requests, request => request.Number > 1 && request.Texts[0] != "user: turn 0");
            model.Log.ThrowIfInvalid();
        }
    }

    [Theory]
    [MemberData(nameof(RunOrStream))]
    public async Task An_approval_that_nobody_answered_does_not_make_later_runs_throw(bool streamed)
    {
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "look").Call("c2", "look"));
        var store = CreateStore();
        var configure = With(new ApprovalRequiredAIFunction(Look));
        var agent = Agent(model, store, configure);
        var session = await agent.GetSessionAsync("s");
        var asked = await agent.RunAsync(streamed, "go", session);
        Assert.Equal(2, asked.Messages.SelectMany(message => message.Contents).OfType<ToolApprovalRequestContent>().Count());

        var (later, found) = await RestartAsync(model, store, agent, session, configure);
        Assert.Equal("answer 2", (await later.RunAsync(streamed, "never mind", found)).Text);
        Assert.Equal("answer 3", (await later.RunAsync(streamed, "next", found)).Text);

        model.Log.ThrowIfInvalid();
    }

    /// <summary>A model that calls two tools, each by itself, whenever the user speaks.</summary>
    private static ScriptedModel ModelWithTools() => new(request => request.Messages.Reverse().TakeWhile(message => message.Role != ChatRole.User).Count(message => message.Role == ChatRole.Tool) is var calls and < 2
        ? ModelAnswer.Nothing.Call($"c{request.Number}", calls == 0 ? "look" : "declared")
        : ModelAnswer.Of($"answer {request.Number}"));

    /// <summary>Six turns, each of which goes on with the result of a tool that the caller executes.</summary>
    private static async Task ConverseWithToolsAsync(ChatClientAgent agent, AgentSession session)
    {
        for (var turn = 0; turn < 6; turn++)
        {
            var response = await agent.RunAsync(turn % 2 == 0, $"turn {turn}", session, new ChatClientAgentRunOptions { ChatOptions = new ChatOptions { Tools = [Declared] } });
            var call = response.Messages[^1].Contents.OfType<FunctionCallContent>().Single(call => call.Name == "declared");
            response = await agent.RunAsync(turn % 2 == 0, new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call.CallId, "done")]), session);
            Assert.StartsWith("answer", response.Text, StringComparison.Ordinal);
        }
    }

    /// <summary>Leaves out what its name says.</summary>
    private sealed class Reducer(string kind) : IChatReducer
    {
        /// <summary>Whether it has returned something that no service takes.</summary>
        public bool HasTorn { get; private set; }

        public Task<IEnumerable<ChatMessage>> ReduceAsync(IEnumerable<ChatMessage> messages, CancellationToken cancellationToken)
        {
            ChatMessage[] history = [.. messages];
            var newestCall = Array.FindLastIndex(history, Has<FunctionCallContent>);
            ChatMessage[] reduced = kind switch
            {
                "without tools" => [.. history.Where(message => !Has<FunctionCallContent>(message) && !Has<FunctionResultContent>(message))],
                "without calls" => [.. history.Where(message => !Has<FunctionCallContent>(message))],
                "without results" => [.. history.Where(message => !Has<FunctionResultContent>(message))],
                "without the newest call" => [.. history.Where((_, index) => index != newestCall)],
                _ => [.. history.TakeLast(int.Parse(kind[^1..], System.Globalization.CultureInfo.InvariantCulture))],
            };
            HasTorn |= reduced.Length < history.Length && (kind == "without tools" || RequestValidator.Validate(reduced).Count > 0);
            return Task.FromResult<IEnumerable<ChatMessage>>(reduced);
        }

        private static bool Has<T>(ChatMessage message)
            where T : AIContent => message.Contents.Any(content => content is T);
    }
}
