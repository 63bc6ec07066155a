using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>What turn a <see cref="FaultScene"/> has, of what session.</summary>
public enum SceneKind
{
    /// <summary>The session's own log, or its store, keeps the history.</summary>
    Log,

    /// <summary>As <see cref="Log"/>, with a key for the turn, so that its steps are kept as they finish.</summary>
    KeyedLog,

    /// <summary>A history provider of the user's does, with a second one that audits.</summary>
    Provider,

    /// <summary>The service keeps the history, and says so in its first answer.</summary>
    Service,

    /// <summary>As <see cref="Log"/>, with a turn that takes the place of the one before.</summary>
    Edited,

    /// <summary>As <see cref="Log"/>, with the same turn run a second time, in its own place.</summary>
    Regenerated,
}

/// <summary>One session and the turn that something happens to, with every part that users supply under one plan.</summary>
public sealed class FaultScene
{
    public const string Words = "let me add that";
    public const string LastWords = "all is done";
    public const string ConversationId = "conv";

    private const string SessionId = "scene";

    private readonly SessionStore? _store;
    private readonly SceneKind _kind;
    private readonly FaultyHistoryProvider? _provider;
    private readonly FaultyHistoryProvider? _audit;

    public FaultScene(SceneKind kind, InterruptedTurns interrupted, FaultPlan plan, SessionStore? store)
    {
        _kind = kind;
        _store = store;
        Plan = plan;
        Interrupted = interrupted;
        _provider = kind == SceneKind.Provider ? new FaultyHistoryProvider(plan) : null;
        _audit = kind == SceneKind.Provider ? new FaultyHistoryProvider(plan, "audit", loads: false) : null;
        var faulty = store is null ? null : new FaultyStore(store, plan);
        Agent = CreateAgent("Scene", faulty);
        Recipient = CreateAgent("Recipient", faulty);
    }

    public FaultPlan Plan { get; }

    public InterruptedTurns Interrupted { get; }

    public AIAgent Agent { get; }

    /// <summary>Another agent with the same store.</summary>
    public AIAgent Recipient { get; }

    public AgentSession Session { get; private set; } = null!;

    public SessionPicture Before { get; private set; } = null!;

    /// <summary>The turns that come before the turn of the scene, whether it is run or not.</summary>
    public IReadOnlyList<TurnPicture> Followed => _kind is SceneKind.Edited or SceneKind.Regenerated ? [.. Before.Turns.SkipLast(1)] : Before.Turns;

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

    public AgentRunOptions Options => new()
    {
        InterruptedTurns = Interrupted,
        TurnKey = _kind == SceneKind.KeyedLog ? "the turn" : null,
        ReplacesTurn = _kind == SceneKind.Edited ? Before.Turns.Count : null,
    };

    /// <summary>Makes the session, with the turns in it that the scene begins with.</summary>
    public async Task PrepareAsync()
    {
        Session = await Agent.GetSessionAsync(SessionId);
        foreach (var input in InputsBefore())
        {
            await Agent.RunAsync(input, Session);
        }

        Finished.Clear();
        Witnessed = default;
        Before = await PictureAsync();
    }

    /// <summary>Runs the turn, and stops reading after so many updates.</summary>
    public Task<Exception?> RunAsync(bool streamed, int updates = int.MaxValue) =>
        TryAsync(token => streamed ? ReadAsync(updates, token) : AskAsync(token));

    /// <summary>Does something under the plan.</summary>
    /// <returns>What it failed with.</returns>
    public async Task<Exception?> TryAsync(Func<CancellationToken, Task> action)
    {
        Plan.IsArmed = true;
        try
        {
            await action(Plan.Caller.Token);
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

    public Task<SessionPicture> PictureAsync() => SessionPicture.TakeAsync(OwnerOf(Session.AgentId), Session);

    /// <summary>A session as another process finds it: in the store, or in what was serialized.</summary>
    public async Task<SessionPicture> PictureElsewhereAsync(string id = SessionId)
    {
        if (_store is null)
        {
            var restored = CreateAgent("Scene", store: null);
            return await SessionPicture.TakeAsync(restored, await restored.DeserializeSessionAsync(await Agent.SerializeSessionAsync(Session)));
        }

        var stored = await _store.LoadAsync(new SessionKey(id));
        var agent = CreateAgent(OwnerOf(stored?.Head.AgentId ?? Agent.Id).Name!, new AnotherProcess(_store));
        return await SessionPicture.TakeAsync(agent, await agent.GetSessionAsync(id));
    }

    private AIAgent OwnerOf(string agentId) => agentId == Agent.Id ? Agent : Recipient;

    private string[] InputsBefore() => _kind switch
    {
        SceneKind.Service => [],
        SceneKind.Edited => ["first", "a mistake"],
        SceneKind.Regenerated => ["first", "second"],
        _ => ["first"],
    };

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        var response = _kind == SceneKind.Regenerated
            ? await Agent.RegenerateAsync(Session, Options, cancellationToken)
            : await Agent.RunAsync("second", Session, Options, cancellationToken);
        Received = response.Text;
        IsAnswered = true;
    }

    private async Task ReadAsync(int updates, CancellationToken cancellationToken)
    {
        var stream = _kind == SceneKind.Regenerated
            ? Agent.RegenerateStreamingAsync(Session, Options, cancellationToken)
            : Agent.RunStreamingAsync("second", Session, Options, cancellationToken);
        await foreach (var update in stream)
        {
            Received += update.Text;
            if (--updates == 0)
            {
                return;
            }
        }

        IsAnswered = true;
    }

    private ChatClientAgent CreateAgent(string name, SessionStore? store)
    {
        var model = new FaultyClient(new ScriptedModel(Answer), Plan);
        return model.AsAIAgent(new ChatClientAgentOptions
        {
            Name = name,
            ChatOptions = new ChatOptions { Tools = [new Finisher(new FaultyFunction(AIFunctionFactory.Create(Add, "add"), Plan), Finished)] },
            ContextProviders = [.. new AIContextProvider?[] { _provider, new FaultyProvider(new Counter(this), Plan), new Witness(this), _audit }.OfType<AIContextProvider>()],
            SessionStore = store,
            ConfigureChatClient = client => new FaultyClient(new FunctionInvokingChatClient(client), Plan, "pipeline"),
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
        return answer.Using(10, 5).In(_kind == SceneKind.Service ? ConversationId : null);
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
