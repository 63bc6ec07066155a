using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Sessions.Agents;
using AIContextProvider = Microsoft.Agents.AI.AIContextProvider;
using ChatClientAgent = Microsoft.Agents.AI.ChatClientAgent;
using ChatClientAgentOptions = Microsoft.Agents.AI.ChatClientAgentOptions;

namespace Sessions.AgentFramework.Tests.Durable;

/// <summary>
/// Whatever goes wrong at whatever await of a run of the framework's agent, the session is as it was before the turn, or as it is after
/// it, or has the part that <see cref="InterruptedTurns"/> says.
/// </summary>
/// <remarks>A case is an await site, a failure or a cancellation there, a run or a stream, with a key or without one, and what interrupted turns leave.</remarks>
public class FaultTests
{
    private static readonly InterruptedTurns[] Modes = [InterruptedTurns.Discard, InterruptedTurns.KeepInput, InterruptedTurns.KeepPartial];

    public static TheoryData<FaultKind, bool, InterruptedTurns, bool> Turns { get; } = new(
        from fault in new[] { FaultKind.Fail, FaultKind.Cancel }
        from streamed in new[] { false, true }
        from mode in Modes
        from keyed in new[] { false, true }
        select (fault, streamed, mode, keyed));

    public static TheoryData<InterruptedTurns> LeftStreams { get; } = new(Modes);

    [Theory]
    [MemberData(nameof(Turns))]
    public async Task A_fault_anywhere_leaves_what_a_turn_is_to_leave(FaultKind fault, bool streamed, InterruptedTurns mode, bool keyed)
    {
        var sites = await CountSitesAsync(streamed, mode, keyed);
        var problems = new List<string>();
        for (var at = 0; at < sites.Count; at++)
        {
            var scene = await Scene.CreateAsync(mode, keyed, new FaultPlan(fault, at, yields: at % 2 == 1));
            var thrown = await scene.RunAsync(streamed);
            Assert.Equal(sites[at], scene.Plan.HitAt);
            problems.AddRange((await scene.JudgeAsync(thrown, isLeft: false)).Select(problem => $"{fault} at {sites[at]}, thrown {thrown?.GetType().Name ?? "nothing"}: {problem}"));
        }

        Assert.True(problems.Count == 0, string.Join("\n", problems.Take(5)));
    }

    [Theory]
    [MemberData(nameof(LeftStreams))]
    public async Task A_stream_that_is_left_at_any_update_leaves_what_a_turn_is_to_leave(InterruptedTurns mode)
    {
        var problems = new List<string>();
        var isAnswered = false;
        for (var updates = 1; !isAnswered; updates++)
        {
            var scene = await Scene.CreateAsync(mode, keyed: false, FaultPlan.CountOnly());
            Assert.Null(await scene.RunAsync(streamed: true, updates));
            isAnswered = scene.IsAnswered;
            problems.AddRange((await scene.JudgeAsync(thrown: null, isLeft: !isAnswered)).Select(problem => $"left after {updates} updates: {problem}"));
        }

        Assert.True(problems.Count == 0, string.Join("\n", problems.Take(5)));
    }

    [Fact]
    public async Task There_are_as_many_cases_as_there_have_to_be()
    {
        var cases = (await CountSitesAsync(streamed: false, InterruptedTurns.Discard, keyed: false)).Count + (await CountSitesAsync(streamed: true, InterruptedTurns.Discard, keyed: false)).Count;
        Assert.True(cases * 2 * Modes.Length * 2 >= 300, $"There are {cases} sites.");
    }

    private static async Task<IReadOnlyList<string>> CountSitesAsync(bool streamed, InterruptedTurns mode, bool keyed)
    {
        var scene = await Scene.CreateAsync(mode, keyed, FaultPlan.CountOnly());
        Assert.Null(await scene.RunAsync(streamed));
        Assert.Empty(await scene.JudgeAsync(thrown: null, isLeft: false));
        return [.. scene.Plan.Sites];
    }

    /// <summary>A session with one turn, and the turn that something happens to.</summary>
    private sealed class Scene
    {
        private const string Whole = "user: second | assistant: let me add add#c1 | tool: #c1=added | assistant: all is done";

        private readonly InMemorySessionStore _store = new();
        private readonly InterruptedTurns _mode;
        private readonly bool _keyed;
        private readonly SessionsAgent _agent;

        // Ours under the same id, to look at the sessions with.
        private readonly Sessions.Agents.ChatClientAgent _looker;
        private readonly RequestLog _requests = new(RequestLevel.Model);
        private Microsoft.Agents.AI.AgentSession _session = null!;
        private SessionPicture _before = null!;
        private int _finished;

        private Scene(InterruptedTurns mode, bool keyed, FaultPlan plan)
        {
            (_mode, _keyed, Plan) = (mode, keyed, plan);
            var model = new FaultyClient(new ScriptedModel(Answer), plan);
            var inner = new ChatClientAgent(model, new ChatClientAgentOptions
            {
                Name = "Scene",
                ChatOptions = new ChatOptions { Tools = [new FaultyFunction(AIFunctionFactory.Create(Add, "add"), plan)] },
                AIContextProviders = [new FaultyContext(plan)],
            });
            _agent = inner.WithSessions(new FaultyStore(_store, plan), new SessionsAgentOptions { InterruptedTurns = mode });
            _looker = new ScriptedModel().AsAIAgent(new Sessions.Agents.ChatClientAgentOptions { Name = "Scene", SessionStore = new AnotherProcess(_store) });
        }

        public FaultPlan Plan { get; }

        public bool IsAnswered { get; private set; }

        public static async Task<Scene> CreateAsync(InterruptedTurns mode, bool keyed, FaultPlan plan)
        {
            var scene = new Scene(mode, keyed, plan);
            scene._session = await scene._agent.GetSessionAsync("scene");
            await scene._agent.RunAsync("first", scene._session);
            scene._before = await scene.LookAsync();
            return scene;
        }

        public async Task<Exception?> RunAsync(bool streamed, int updates = int.MaxValue)
        {
            Plan.IsArmed = true;
            try
            {
                if (!streamed)
                {
                    await _agent.RunAsync("second", _session, Options(), Plan.Caller.Token);
                    IsAnswered = true;
                    return null;
                }

                await foreach (var update in _agent.RunStreamingAsync("second", _session, Options(), Plan.Caller.Token))
                {
                    if (--updates == 0)
                    {
                        return null;
                    }
                }

                IsAnswered = true;
                return null;
            }
            catch (Exception exception)
            {
                return exception;
            }
            finally
            {
                Plan.IsArmed = false;
            }
        }

        public async Task<IReadOnlyList<string>> JudgeAsync(Exception? thrown, bool isLeft)
        {
            List<string> problems = [];
            var after = await LookAsync();
            var site = Plan.HitAt ?? "";
            Require(thrown is not InjectedFaultException || !site.StartsWith("context.Invoked", StringComparison.Ordinal), "a provider that failed after the answer has cost the answer");
            if (after.Revision == _before.Revision)
            {
                Require(after.ToString() == _before.ToString(), $"it has changed without a revision: {after}");
                Require(thrown is not null || isLeft, "nothing is kept of a turn that was answered");
                Require(_mode == InterruptedTurns.Discard || !IsAsked(site), "nothing is kept of an interrupted turn");
            }
            else
            {
                Require(after.Turns.Count == 2, $"there are {after.Turns.Count} turns");
                JudgeTurn(after.Turns[^1], after.ToString());
            }

            if (thrown is not null && _keyed)
            {
                var again = await _agent.RunAsync("second", _session, Options());
                Require(again.Text.EndsWith("all is done", StringComparison.Ordinal), $"run again it answers '{again.Text}'");
                Require(_finished <= 1 || !site.StartsWith("model", StringComparison.Ordinal), $"the tool ran {_finished} times");
            }

            await _agent.RunAsync("third", _session);
            Require(_requests.Last.Texts[^1] == "user: third", "the next turn does not work");
            problems.AddRange(_requests.Problems);
            return problems;

            void JudgeTurn(TurnPicture turn, string picture)
            {
                var text = string.Join(" | ", turn.Messages);
                if (turn.Status == "completed")
                {
                    Require(thrown is null || site == "store.Commit:after", "the whole turn is kept, and the caller was told of a failure");
                    Require(text == Whole || text.Contains("Error: Function failed.", StringComparison.Ordinal), $"the turn is not whole: {text}");
                    Require(picture.Contains("\"Count\":" + (100 * Math.Max(1, _finished)), StringComparison.Ordinal) || _finished == 0, $"the tool's state is not the turn's: {picture}");
                    return;
                }

                Require(_mode != InterruptedTurns.Discard && (thrown is not null || isLeft), $"part of a turn is kept: {text}");
                Require(turn.Messages[0] == "user: second", $"the input is lost: {text}");
                Require(_mode != InterruptedTurns.KeepInput || turn.Messages.Count == 1, $"more than the input is kept: {text}");
                Require(_mode != InterruptedTurns.KeepPartial || _finished == 0 || text.Contains("#c1=added", StringComparison.Ordinal), $"the result of a tool that ran is lost: {text}");
            }

            void Require(bool condition, string problem)
            {
                if (!condition)
                {
                    problems.Add(problem);
                }
            }
        }

        private static bool IsAsked(string site) => site.StartsWith("model", StringComparison.Ordinal) || site.StartsWith("tool", StringComparison.Ordinal);

        private Microsoft.Agents.AI.AgentRunOptions? Options() => _keyed ? new Microsoft.Agents.AI.AgentRunOptions().WithTurnKey("the turn") : null;

        private async Task<SessionPicture> LookAsync() => await SessionPicture.TakeAsync(_looker, await _looker.GetSessionAsync("scene"));

        private string Add()
        {
            TurnContext.Current!.Session!.State.Update<Tally>(tally => tally with { Count = tally.Count + 100 });
            _finished++;
            return "added";
        }

        private ModelAnswer Answer(ModelRequest request)
        {
            _requests.Add(request.Messages, request.Options);
            return request.Messages[^1].Role == ChatRole.User && request.Messages[^1].Text == "second" ? ModelAnswer.Of("let me add").Call("c1", "add") : ModelAnswer.Of("all is done");
        }
    }

    private sealed class FaultyContext(FaultPlan plan) : AIContextProvider
    {
        protected override ValueTask<AIContext> ProvideAIContextAsync(InvokingContext context, CancellationToken cancellationToken = default) =>
            plan.AroundAsync("context.Provide", () => new ValueTask<AIContext>(new AIContext { Instructions = "Be kind." }));

        protected override ValueTask InvokedCoreAsync(InvokedContext context, CancellationToken cancellationToken = default) =>
            plan.AroundAsync("context.Invoked", () => default);
    }
}
