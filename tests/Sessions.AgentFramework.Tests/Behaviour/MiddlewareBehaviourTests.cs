using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Sessions.AgentFramework.Tests.Behaviour;

/// <summary>What is put round an agent, its functions and its client: within the wrapper, and round it.</summary>
public class MiddlewareBehaviourTests : BehaviourTests
{
    /// <summary>Whether the agent is wrapped, whether its answers are streamed, and whether the middleware is round the wrapper.</summary>
    public static TheoryData<bool, bool, bool> Places { get; } = new((false, false, false), (false, true, false), (true, false, false), (true, true, false), (true, false, true), (true, true, true));

    private static readonly AITool Add = AIFunctionFactory.Create((int a, int b) => a + b, "add");

    private AIAgent Build(IChatClient model, bool wrapped, bool outside, Func<AIAgentBuilder, AIAgentBuilder> use, params AITool[] tools)
    {
        var inner = new ChatClientAgent(model, name: "Guide", tools: tools);
        return outside ? use(inner.WithSessions(Store).AsBuilder()).Build() : Wrap(use(inner.AsBuilder()).Build(), wrapped);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Middleware_is_called_round_a_run(bool wrapped, bool streamed, bool outside)
    {
        var seen = new List<string>();
        var agent = Build(Echo(), wrapped, outside, builder => builder
            .Use(async (messages, session, options, next, cancellationToken) =>
            {
                seen.Add($"before {messages.Single().Text}");
                await next(messages, session, options, cancellationToken);
                seen.Add("after");
            })
            .Use(async (messages, session, options, next, cancellationToken) =>
            {
                seen.Add("inner");
                await next(messages, session, options, cancellationToken);
            }));

        var response = await RunAsync(agent, streamed, "hi", await agent.CreateSessionAsync());

        Assert.Equal("re hi", response.Text);
        Assert.Equal(["before hi", "inner", "after"], seen);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Middleware_changes_input_options_and_answer(bool wrapped, bool streamed, bool outside)
    {
        var model = Echo();
        var agent = Build(model, wrapped, outside, builder => builder.Use(
            async (messages, session, options, inner, cancellationToken) =>
            {
                var response = await inner.RunAsync(messages.Append(new ChatMessage(ChatRole.User, "added")), session, new ChatClientAgentRunOptions(new ChatOptions { Temperature = 0.5f }), cancellationToken);
                response.Messages[0].Contents.Add(new TextContent("!"));
                return response;
            },
            (messages, session, options, inner, cancellationToken) =>
                inner.RunStreamingAsync(messages.Append(new ChatMessage(ChatRole.User, "added")), session, new ChatClientAgentRunOptions(new ChatOptions { Temperature = 0.5f }), cancellationToken)
                    .Append(new AgentResponseUpdate(ChatRole.Assistant, "!") { MessageId = "answer-0", ResponseId = "answer-0" })));

        var response = await RunAsync(agent, streamed, "hi", await agent.CreateSessionAsync());

        Assert.Equal("re added!", response.Text);
        Assert.Equal(0.5f, model.Log.Last.Options!.Temperature);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Middleware_answers_without_the_agent(bool wrapped, bool streamed, bool outside)
    {
        var model = Echo();
        var agent = Build(model, wrapped, outside, builder => builder.Use(
            (messages, session, options, inner, cancellationToken) => Task.FromResult(new AgentResponse(new ChatMessage(ChatRole.Assistant, "blocked"))),
            (messages, session, options, inner, cancellationToken) => new[] { new AgentResponseUpdate(ChatRole.Assistant, "blocked") }.ToAsyncEnumerable()));

        Assert.Equal("blocked", (await RunAsync(agent, streamed, "hi", await agent.CreateSessionAsync())).Text);
        Assert.Empty(model.Log.Requests);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Middleware_runs_the_agent_again(bool wrapped, bool streamed, bool outside)
    {
        var model = new ScriptedModel(ModelAnswer.Nothing.FailWith(new InvalidOperationException("It is down.")), ModelAnswer.Of("at last"));
        var agent = Build(model, wrapped, outside, builder => builder.Use(
            async (messages, session, options, inner, cancellationToken) =>
            {
                try
                {
                    return await inner.RunAsync(messages, session, options, cancellationToken);
                }
                catch (InvalidOperationException)
                {
                    return await inner.RunAsync(messages, session, options, cancellationToken);
                }
            },
            null));
        var session = await agent.CreateSessionAsync();

        Assert.Equal("at last", (await RunAsync(agent, streamed, "hi", session)).Text);
        await RunAsync(agent, streamed, "two", session);
        Assert.Equal(["hi", "at last", "two"], Texts(model.Log.Last));
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Middleware_that_fails_before_or_after_the_agent_fails_the_run(bool wrapped, bool streamed, bool outside)
    {
        var (model, where) = (Echo(), "before");
        var agent = Build(model, wrapped, outside, builder => builder.Use(async (messages, session, options, next, cancellationToken) =>
        {
            if (where == "before")
            {
                throw new InvalidOperationException("Not today.");
            }

            await next(messages, session, options, cancellationToken);
        }));
        var session = await agent.CreateSessionAsync();

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(agent, streamed, "one", session));
        Assert.Equal("Not today.", failure.Message);
        where = "nowhere";
        await RunAsync(agent, streamed, "two", session);

        Assert.Equal(["two"], Texts(Assert.Single(model.Log.Requests)));
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Middleware_sets_state(bool wrapped, bool streamed, bool outside)
    {
        var agent = Build(Echo(), wrapped, outside, builder => builder.Use(async (messages, session, options, next, cancellationToken) =>
        {
            session!.StateBag.SetValue("before", messages.Last().Text);
            await next(messages, session, options, cancellationToken);
            session.StateBag.SetValue("after", messages.Last().Text);
        }));
        var session = await agent.CreateSessionAsync();

        await RunAsync(agent, streamed, "one", session);
        await RunAsync(agent, streamed, "two", session);

        foreach (var bag in new[] { session.StateBag, (await MoveAsync(agent, agent, session)).StateBag })
        {
            Assert.Equal(("two", "two"), (bag.GetValue<string>("before"), bag.GetValue<string>("after")));
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Middleware_is_called_round_a_function(bool wrapped, bool streamed, bool outside)
    {
        var seen = new List<string>();
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "add", ("a", 1), ("b", 2)), ModelAnswer.Of("done"));
        var agent = Build(
            model,
            wrapped,
            outside,
            builder => builder.Use(async (inner, context, next, cancellationToken) =>
            {
                seen.Add($"{inner.Name} {context.Function.Name} {context.CallContent.CallId}");
                context.Arguments["b"] = 5;
                return $"{await next(context, cancellationToken)}!";
            }),
            Add);
        var session = await agent.CreateSessionAsync();

        await RunAsync(agent, streamed, "go", session);
        await RunAsync(agent, streamed, "thanks", session);

        Assert.Equal(["Guide add c1"], seen);
        Assert.Equal("tool: #c1=6!", model.Log.Last.Texts[2]);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Middleware_of_functions_is_called_for_those_of_a_run_and_beside_a_client_of_a_run(bool wrapped, bool streamed, bool outside)
    {
        var (functions, clients) = (new List<string>(), 0);
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "add", ("a", 1), ("b", 2)), ModelAnswer.Of("done"));
        var agent = Build(model, wrapped, outside, builder => builder.Use((inner, context, next, cancellationToken) =>
        {
            functions.Add(context.Function.Name);
            return next(context, cancellationToken);
        }));
        var options = new ChatClientAgentRunOptions(new ChatOptions { Tools = [Add] })
        {
            ChatClientFactory = client =>
            {
                clients++;
                return client;
            },
        };

        await RunAsync(agent, streamed, "go", await agent.CreateSessionAsync(), options);

        Assert.Equal(["add"], functions);
        Assert.Equal(1, clients);
        Assert.Equal("tool: #c1=3", model.Log.Last.Texts[^1]);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_run_is_logged(bool wrapped, bool streamed, bool outside)
    {
        using var log = new Log();
        var agent = Build(Echo(), wrapped, outside, builder => builder.UseLogging(log));

        Assert.Equal("re hi", (await RunAsync(agent, streamed, "hi", await agent.CreateSessionAsync())).Text);

        Assert.Contains(log.Lines, line => line.Contains(streamed ? "RunStreamingAsync" : "RunAsync", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_run_is_traced(bool wrapped, bool streamed, bool outside)
    {
        var source = $"test {Guid.NewGuid()}";
        var activities = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = candidate => candidate.Name == source,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activities.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        var model = new ScriptedModel(ModelAnswer.Of("hello").Using(3, 4));
        var agent = Build(model, wrapped, outside, builder => builder.UseOpenTelemetry(source));

        Assert.Equal("hello", (await RunAsync(agent, streamed, "hi", await agent.CreateSessionAsync())).Text);

        var activity = Assert.Single(activities, activity => activity.GetTagItem("gen_ai.operation.name")?.ToString() == "invoke_agent");
        Assert.Equal(("Guide", agent.Id), (activity.GetTagItem("gen_ai.agent.name"), activity.GetTagItem("gen_ai.agent.id")));
        Assert.Equal("3", activity.GetTagItem("gen_ai.usage.input_tokens")?.ToString());
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task Middleware_of_the_client_is_called_for_each_request(bool wrapped, bool streamed)
    {
        var sent = new List<int>();
        var client = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "add", ("a", 1), ("b", 2)), ModelAnswer.Of("done")).AsBuilder().Use((messages, options, next, cancellationToken) =>
        {
            sent.Add(messages.Count());
            return next(messages, options, cancellationToken);
        }).Build();
        var agent = New(client, wrapped, Add);

        await RunAsync(agent, streamed, "go", await agent.CreateSessionAsync());

        Assert.Equal([1, 3], sent);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_client_that_is_given_as_it_is_stays_so(bool wrapped, bool streamed)
    {
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "add", ("a", 1), ("b", 2)), ModelAnswer.Of("done"));
        var plain = Wrap(new ChatClientAgent(model, new ChatClientAgentOptions { Name = "Guide", UseProvidedChatClientAsIs = true, ChatOptions = new ChatOptions { Tools = [Add] } }), wrapped);

        var response = await RunAsync(plain, streamed, "go", await plain.CreateSessionAsync());

        Assert.Equal("c1", Assert.Single(Contents<FunctionCallContent>(response)).CallId);
        Assert.Empty(Contents<FunctionResultContent>(response));
        Assert.Single(model.Log.Requests);
    }

    private sealed class Log : ILoggerFactory, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
