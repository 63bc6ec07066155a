using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Sessions.AgentFramework.Tests.Behaviour;

/// <summary>Context providers: what they add to a run, and what they are told of it.</summary>
public class ContextProviderBehaviourTests : BehaviourTests
{
    [Theory]
    [MemberData(nameof(Runs))]
    public async Task Instructions_messages_and_tools_are_added(bool wrapped, bool streamed)
    {
        var ran = 0;
        var provider = new Provider("p")
        {
            Provide = _ => new AIContext { Instructions = "Be brief.", Messages = [new ChatMessage(ChatRole.User, "it rains")], Tools = [AIFunctionFactory.Create(() => ++ran, "count")] },
        };
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "count"), ModelAnswer.Of("done"));
        var agent = Wrap(new ChatClientAgent(model, new ChatClientAgentOptions { Name = "Guide", ChatOptions = new ChatOptions { Instructions = "Be kind." }, AIContextProviders = [provider] }), wrapped);

        var response = await RunAsync(agent, streamed, "hi", await agent.CreateSessionAsync());

        Assert.Equal(("done", 1), (response.Messages[^1].Text, ran));
        Assert.Equal(["hi", "it rains"], Texts(model.Log.Requests[0]));
        Assert.Equal("Be kind.\nBe brief.", model.Log.Requests[0].Options!.Instructions);
        Assert.Equal("count", Assert.Single(model.Log.Requests[0].Options!.Tools!).Name);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task What_a_provider_adds_is_part_of_the_history_as_the_framework_has_it(bool wrapped, bool streamed)
    {
        var provider = new Provider("p") { Provide = _ => new AIContext { Messages = [new ChatMessage(ChatRole.User, "it rains")] } };
        var model = Echo();
        var agent = New(model, wrapped, provider);
        var session = await agent.CreateSessionAsync();

        await RunAsync(agent, streamed, "one", session);
        await RunAsync(agent, streamed, "two", session);

        Assert.Equal("it rains", Texts(model.Log.Last)[^1]);
        Assert.Equal(["one", "re it rains", "two"], Texts(model.Log.Last).Where(text => text != "it rains"));
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task Providers_are_asked_one_after_the_other(bool wrapped, bool streamed)
    {
        var seen = new List<string>();
        Provider Named(string name) => new(name)
        {
            Provide = context =>
            {
                seen.Add($"{name}: {string.Join('|', (context.AIContext.Messages ?? []).Select(message => message.Text))}");
                return new AIContext { Messages = [new ChatMessage(ChatRole.User, name)] };
            },
        };
        var model = Echo();
        var agent = New(model, wrapped, Named("a"), Named("b"));

        await RunAsync(agent, streamed, "hi", await agent.CreateSessionAsync());

        // By default a provider is shown what the caller said, and not what others add.
        Assert.Equal(["a: hi", "b: hi"], seen);
        Assert.Equal(["hi", "a", "b"], Texts(model.Log.Last));
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_provider_is_shown_what_is_new_in_each_run(bool wrapped, bool streamed)
    {
        var provider = new Provider("p");
        var agent = New(Echo(), wrapped, provider);
        var session = await agent.CreateSessionAsync();

        await RunAsync(agent, streamed, "one", session);
        await RunAsync(agent, streamed, "two", await MoveAsync(agent, agent, session));

        Assert.Equal(["one", "two"], provider.Asked);
        Assert.Equal(["one > re one", "two > re two"], provider.Told);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_provider_that_takes_all_over_sees_the_history_marked_as_such(bool wrapped, bool streamed)
    {
        var provider = new Whole();
        var agent = New(Echo(), wrapped, provider);
        var session = await agent.CreateSessionAsync();

        await RunAsync(agent, streamed, "one", session);
        await RunAsync(agent, streamed, "two", session);

        Assert.Equal(["External", "ChatHistory|ChatHistory|External"], provider.Sources);
        Assert.Equal(["one", "one|re one|two"], provider.Requests);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_provider_is_told_of_a_failing_model(bool wrapped, bool streamed)
    {
        var provider = new Provider("p");
        var agent = New(new ScriptedModel(ModelAnswer.Nothing.FailWith(new InvalidOperationException("It is down."))), wrapped, provider);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await RunAsync(agent, streamed, "hi", await agent.CreateSessionAsync()));

        Assert.Equal("It is down.", Assert.IsType<InvalidOperationException>(Assert.Single(provider.Failures)).Message);
        Assert.Empty(provider.Told);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_provider_that_fails_before_the_model_is_asked_fails_the_run(bool wrapped, bool streamed)
    {
        var model = Echo();
        var agent = New(model, wrapped, new Provider("p") { Provide = _ => throw new InvalidOperationException("No context.") });

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(async () => await RunAsync(agent, streamed, "hi", await agent.CreateSessionAsync()));

        Assert.Equal("No context.", failure.Message);
        Assert.Empty(model.Log.Requests);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_provider_is_shown_agent_and_session(bool wrapped, bool streamed)
    {
        AIAgent? seen = null;
        var provider = new Provider("p")
        {
            Provide = context =>
            {
                seen = context.Agent;
                context.Session!.StateBag.SetValue("by", "the provider");
                return new AIContext();
            },
        };
        var agent = New(Echo(), wrapped, provider);
        var session = await agent.CreateSessionAsync();

        await RunAsync(agent, streamed, "hi", session);

        Assert.Equal((agent.Id, "Guide"), (seen!.Id, seen.Name));
        Assert.Equal("the provider", session.StateBag.GetValue<string>("by"));
        Assert.Equal("the provider", (await MoveAsync(agent, agent, session)).StateBag.GetValue<string>("by"));
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task State_that_is_set_after_the_answer_is_kept(bool wrapped, bool streamed)
    {
        var provider = new Provider("p") { OnTold = context => context.Session!.StateBag.SetValue("last", context.ResponseMessages!.Last().Text) };
        var agent = New(Echo(), wrapped, provider);
        var session = await agent.CreateSessionAsync();

        await RunAsync(agent, streamed, "one", session);
        await RunAsync(agent, streamed, "two", session);

        Assert.Equal("re two", session.StateBag.GetValue<string>("last"));
        Assert.Equal("re two", (await MoveAsync(agent, agent, session)).StateBag.GetValue<string>("last"));
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_provider_has_a_state_in_each_session(bool wrapped, bool streamed)
    {
        var model = Echo();
        var (agent, other) = (New(model, wrapped, new Counting()), New(model, wrapped, new Counting()));
        var (one, two) = (await agent.CreateSessionAsync(), await agent.CreateSessionAsync());

        await RunAsync(agent, streamed, "hi", one);
        await RunAsync(agent, streamed, "hi", two);
        await RunAsync(agent, streamed, "hi", one);
        await RunAsync(other, streamed, "hi", await MoveAsync(agent, other, one));

        Assert.Equal(["run 1", "run 1", "run 2", "run 3"], model.Log.Requests.Select(request => request.Options!.Instructions));
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_provider_of_messages_adds_them(bool wrapped, bool streamed)
    {
        var model = Echo();
        var agent = New(model, wrapped, new Weather());

        await RunAsync(agent, streamed, "hi", await agent.CreateSessionAsync());

        Assert.Equal(["hi", "it rains on hi"], Texts(model.Log.Last));
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task Providers_of_messages_are_put_round_an_agent(bool wrapped, bool streamed)
    {
        var model = Echo();
        var agent = Wrap(new ChatClientAgent(model, name: "Guide").AsBuilder().UseAIContextProviders(new Weather()).Build(), wrapped).AsBuilder().UseAIContextProviders(new Weather()).Build();
        var session = await agent.CreateSessionAsync();

        await RunAsync(agent, streamed, "hi", session);
        Assert.Equal("hi", Texts(model.Log.Last)[0]);
        Assert.Equal(3, model.Log.Last.Messages.Count);
        await RunAsync(agent, streamed, "again", session);

        Assert.Contains("re it rains on hi", string.Join('|', Texts(model.Log.Last)), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_provider_works_without_a_session(bool wrapped, bool streamed)
    {
        var provider = new Provider("p") { Provide = _ => new AIContext { Instructions = "Be brief." } };
        var model = Echo();
        var agent = New(model, wrapped, provider);

        await RunAsync(agent, streamed, "hi");

        Assert.Equal("Be brief.", model.Log.Last.Options!.Instructions);
        Assert.Equal(["hi > re hi"], provider.Told);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task Providers_are_put_into_the_client(bool wrapped, bool streamed)
    {
        var model = Echo();
        var provider = new Provider("p") { Provide = _ => new AIContext { Instructions = "Be brief.", Messages = [new ChatMessage(ChatRole.User, "it rains")] } };
        var agent = New(model.AsBuilder().UseAIContextProviders(new Counting(), provider).Build(), wrapped, tools: []);
        var session = await agent.CreateSessionAsync();

        await RunAsync(agent, streamed, "one", session);
        await RunAsync(agent, streamed, "two", session);

        Assert.Equal("Be kind.\nrun 2\nBe brief.", model.Log.Last.Options!.Instructions);
        Assert.Equal(["one", "re it rains", "two", "it rains"], Texts(model.Log.Last));
    }

    private sealed class Provider(string name) : AIContextProvider
    {
        public Func<InvokingContext, AIContext> Provide { get; init; } = _ => new AIContext();

        public Action<InvokedContext>? OnTold { get; init; }

        public List<string> Asked { get; } = [];

        public List<string> Told { get; } = [];

        public List<Exception> Failures { get; } = [];

        public override IReadOnlyList<string> StateKeys => [name];

        protected override ValueTask<AIContext> ProvideAIContextAsync(InvokingContext context, CancellationToken cancellationToken = default)
        {
            Asked.Add(string.Join('|', (context.AIContext.Messages ?? []).Select(message => message.Text)));
            return new(Provide(context));
        }

        protected override ValueTask InvokedCoreAsync(InvokedContext context, CancellationToken cancellationToken = default)
        {
            if (context.InvokeException is not null)
            {
                Failures.Add(context.InvokeException);
            }

            return base.InvokedCoreAsync(context, cancellationToken);
        }

        protected override ValueTask StoreAIContextAsync(InvokedContext context, CancellationToken cancellationToken = default)
        {
            Told.Add($"{string.Join('|', context.RequestMessages.Select(message => message.Text))} > {string.Join('|', (context.ResponseMessages ?? []).Select(message => message.Text))}");
            OnTold?.Invoke(context);
            return default;
        }
    }

    /// <summary>Looks at all that the model is sent.</summary>
    private sealed class Whole : AIContextProvider
    {
        public List<string> Sources { get; } = [];

        public List<string> Requests { get; } = [];

        protected override ValueTask<AIContext> InvokingCoreAsync(InvokingContext context, CancellationToken cancellationToken = default)
        {
            var messages = context.AIContext.Messages!.ToList();
            Sources.Add(string.Join('|', messages.Select(message => message.GetAgentRequestMessageSourceType().ToString())));
            Requests.Add(string.Join('|', messages.Select(message => message.Text)));
            return new(context.AIContext);
        }
    }

    private sealed class Counting : AIContextProvider
    {
        private readonly ProviderSessionState<Count> _state = new(_ => new Count(), "counting");

        public override IReadOnlyList<string> StateKeys => [_state.StateKey];

        protected override ValueTask<AIContext> ProvideAIContextAsync(InvokingContext context, CancellationToken cancellationToken = default)
        {
            var count = _state.GetOrInitializeState(context.Session);
            count.Runs++;
            _state.SaveState(context.Session, count);
            return new(new AIContext { Instructions = $"run {count.Runs}" });
        }

        private sealed class Count
        {
            public int Runs { get; set; }
        }
    }

    private sealed class Weather : MessageAIContextProvider
    {
        protected override ValueTask<IEnumerable<ChatMessage>> ProvideMessagesAsync(InvokingContext context, CancellationToken cancellationToken = default) =>
            new([new ChatMessage(ChatRole.User, $"it rains on {string.Join('|', context.RequestMessages.Select(message => message.Text))}")]);
    }
}
