using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests;

/// <summary>Who keeps the history of a <see cref="FaultScene"/>.</summary>
public enum SceneHistory
{
    /// <summary>The session's own log, or its store.</summary>
    Log,

    /// <summary>As <see cref="Log"/>, with a key for the turn, so that its steps are kept as they finish.</summary>
    KeyedLog,

    /// <summary>A history provider of the user's, with a second one that audits.</summary>
    Provider,

    /// <summary>The service, which says so in its first answer.</summary>
    Service,
}

/// <summary>One session and the turn that something happens to, with every part that users supply under one plan.</summary>
internal sealed class FaultScene
{
    public const string Words = "let me add that";
    public const string LastWords = "all is done";
    public const string ConversationId = "conv";

    private readonly SessionStore? _store;
    private readonly SceneHistory _history;
    private readonly FaultyHistoryProvider? _provider;
    private readonly FaultyHistoryProvider? _audit;

    public FaultScene(SceneHistory history, InterruptedTurns interrupted, FaultPlan plan, SessionStore? store)
    {
        _history = history;
        _store = store;
        Plan = plan;
        Interrupted = interrupted;
        _provider = history == SceneHistory.Provider ? new FaultyHistoryProvider(plan) : null;
        _audit = history == SceneHistory.Provider ? new FaultyHistoryProvider(plan, "audit", loads: false) : null;
        Agent = CreateAgent();
    }

    public FaultPlan Plan { get; }

    public InterruptedTurns Interrupted { get; }

    public AIAgent Agent { get; }

    public AgentSession Session { get; private set; } = null!;

    public SessionPicture Before { get; private set; } = null!;

    /// <summary>The ids of the calls whose function returned.</summary>
    public List<string> Finished { get; } = [];

    /// <summary>Whether a provider was told of a turn that failed with a token that was cancelled.</summary>
    public bool IsCleanupCancelled { get; private set; }

    /// <summary>The text of the answer that the caller got until the turn ended.</summary>
    public string Received { get; private set; } = "";

    /// <summary>Whether the turn came to its end.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>How often the last provider was called before the model and after it.</summary>
    public (int Before, int After) Witnessed { get; private set; }

    /// <summary>What a provider of the user's has saved.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Saved =>
        _provider is null || !_provider.Saved.TryGetValue(Session.Id, out var saved) ? [] : [.. saved.Select(turn => turn.Messages.Select(MessageText.Of).ToList())];

    public RequestLog Requests { get; } = new(RequestLevel.Model);

    public AgentRunOptions Options => new() { InterruptedTurns = Interrupted, TurnKey = _history == SceneHistory.KeyedLog ? "the turn" : null };

    /// <summary>Makes the session, with a turn in it where that is not what is tested.</summary>
    public async Task PrepareAsync()
    {
        Session = await Agent.GetSessionAsync("scene");
        if (_history != SceneHistory.Service)
        {
            await Agent.RunAsync("first", Session);
        }

        Before = await PictureAsync();
    }

    /// <summary>Runs the turn, and stops reading after so many updates.</summary>
    public async Task<Exception?> RunAsync(bool streamed, int updates = int.MaxValue)
    {
        Plan.IsArmed = true;
        try
        {
            if (!streamed)
            {
                Received = (await Agent.RunAsync("second", Session, Options, Plan.Caller.Token)).Text;
                IsAnswered = true;
                return null;
            }

            await foreach (var update in Agent.RunStreamingAsync("second", Session, Options, Plan.Caller.Token))
            {
                Received += update.Text;
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

    public Task<SessionPicture> PictureAsync() => SessionPicture.TakeAsync(Agent, Session);

    /// <summary>The session as another agent of the same id finds it: in the store, or in what was serialized.</summary>
    public async Task<SessionPicture> PictureElsewhereAsync()
    {
        var agent = CreateAgent();
        var session = _store is null
            ? await agent.DeserializeSessionAsync(await Agent.SerializeSessionAsync(Session))
            : await agent.GetSessionAsync("scene");
        return await SessionPicture.TakeAsync(agent, session);
    }

    private ChatClientAgent CreateAgent()
    {
        var model = new FaultyClient(new ScriptedModel(Answer), Plan);
        return model.AsAIAgent(new ChatClientAgentOptions
        {
            Name = "Scene",
            ChatOptions = new ChatOptions { Tools = [new Finisher(new FaultyFunction(AIFunctionFactory.Create(Add, "add"), Plan), Finished)] },
            ContextProviders = [.. new AIContextProvider?[] { _provider, new FaultyProvider(new Counter(this), Plan), new Witness(this), _audit }.OfType<AIContextProvider>()],
            SessionStore = _store is null ? null : new FaultyStore(_store, Plan),
            ConfigureChatClient = client => new FaultyClient(new FunctionCallingClient(client), Plan, "pipeline"),
        });
    }

    private string Add(string id)
    {
        Session.State.Update<Tally>(tally => tally with { Count = tally.Count + 100 });
        return id + " added";
    }

    private ModelAnswer Answer(ModelRequest request)
    {
        Requests.Add(request.Messages, request.Options);
        var isFirstStep = request.Messages[^1].Role == ChatRole.User && request.Messages[^1].Text == "second";
        var answer = isFirstStep ? ModelAnswer.Of(Words).Call("c1", "add", ("id", "c1")).Call("c2", "add", ("id", "c2")) : ModelAnswer.Of(LastWords);
        return answer.Using(10, 5).In(_history == SceneHistory.Service ? ConversationId : null);
    }

    private sealed class Finisher(AIFunction innerFunction, List<string> finished) : DelegatingAIFunction(innerFunction)
    {
        protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
        {
            var result = await base.InvokeCoreAsync(arguments, cancellationToken);
            finished.Add(arguments["id"]!.ToString()!);
            return result;
        }
    }

    private sealed class Counter(FaultScene scene) : AIContextProvider
    {
        public override string SourceId => "counter";

        public override ValueTask InvokingAsync(TurnContext turn, CancellationToken cancellationToken)
        {
            scene.Session.State.Update<Tally>(tally => tally with { Count = tally.Count + 1 });
            return default;
        }

        public override ValueTask InvokedAsync(TurnContext turn, CancellationToken cancellationToken)
        {
            if (turn.Response is not null)
            {
                scene.Session.State.Update<Tally>(tally => tally with { Count = tally.Count + 10 });
            }

            return default;
        }
    }

    private sealed class Witness(FaultScene scene) : AIContextProvider
    {
        public override string SourceId => "witness";

        public override ValueTask InvokingAsync(TurnContext turn, CancellationToken cancellationToken)
        {
            scene.Witnessed = scene.Witnessed with { Before = scene.Witnessed.Before + 1 };
            return default;
        }

        public override ValueTask InvokedAsync(TurnContext turn, CancellationToken cancellationToken)
        {
            scene.IsCleanupCancelled |= turn.Exception is not null && cancellationToken.IsCancellationRequested;
            scene.Witnessed = scene.Witnessed with { After = scene.Witnessed.After + 1 };
            return default;
        }
    }
}
