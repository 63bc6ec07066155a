using System.Text.Json;
using Microsoft.Agents.AI;
using Microsoft.Agents.AI.Workflows;
using Microsoft.Extensions.AI;

namespace Sessions.AgentFramework.Tests.Durable;

/// <summary>What the framework puts round an agent, or makes of several, with sessions in a store.</summary>
public class WrappedAgentTests
{
    private readonly InMemorySessionStore _store = new();
    private readonly ScriptedModel _model = new(request => ModelAnswer.Of($"{request.Options?.Instructions}: {request.Messages[^1].Text}"));

    [Fact]
    public async Task A_builder_puts_it_anywhere()
    {
        var agent = New("one").AsBuilder()
            .Use((messages, session, options, next, cancellationToken) => next([.. messages.Select(message => new ChatMessage(message.Role, message.Text + "!"))], session, options, cancellationToken))
            .Use(inner => inner.WithSessions(_store))
            .Build();
        var session = await agent.CreateSessionAsync();

        await agent.RunAsync("hi", session);
        await agent.RunAsync("again", session);

        Assert.Equal(["hi!", "one: hi!", "again!"], _model.Log.Requests[1].Messages.Select(message => message.Text));
        Assert.Equal(2, await agent.GetService<SessionsAgent>()!.ReadTurnsAsync(session).CountAsync());
    }

    [Fact]
    public async Task Middleware_may_be_within()
    {
        var agent = New("one").AsBuilder()
            .Use(async (messages, session, options, next, cancellationToken) => await next([.. messages, new ChatMessage(ChatRole.System, "be brief")], session, options, cancellationToken))
            .UseLogging(Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance)
            .Build()
            .WithSessions(_store);
        var session = await agent.CreateSessionAsync();

        await agent.RunAsync("hi", session);
        await agent.RunAsync("again", session);

        // What middleware adds is sent, and is not the caller's to be kept.
        Assert.Equal(["hi", "one: be brief", "again", "be brief"], _model.Log.Requests[1].Messages.Select(message => message.Text));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_workflow_runs_it_beside_others(bool concurrent)
    {
        AIAgent[] agents = [New("one").WithSessions(_store), New("two").WithSessions(_store), New("three")];
        var workflow = concurrent ? AgentWorkflowBuilder.BuildConcurrent(agents, aggregator: null) : AgentWorkflowBuilder.BuildSequential(agents);

        var agent = workflow.AsAIAgent(name: "All");
        var session = await agent.CreateSessionAsync();
        await agent.RunAsync("first", session);
        await agent.RunAsync("second", await agent.DeserializeSessionAsync(JsonDocument.Parse((await agent.SerializeSessionAsync(session)).GetRawText()).RootElement));

        var sessions = await _store.ListAsync(new SessionQuery()).ToListAsync();
        Assert.Equal(["one", "two"], sessions.Select(kept => kept.AgentId).Order(StringComparer.Ordinal));
        Assert.All(sessions, kept => Assert.Equal(2, kept.TurnCount));
        Assert.Contains("one: first", _model.Log.Requests.Last(request => request.Options?.Instructions == "one").Messages.Select(message => message.Text));
    }

    [Fact]
    public async Task A_typed_answer_is_read()
    {
        var model = new ScriptedModel(ModelAnswer.Of("""{"data":7}"""), ModelAnswer.Of("""{"data":8}"""));
        var agent = new ChatClientAgent(model, name: "Guide").WithSessions(_store);
        var session = await agent.CreateSessionAsync();

        Assert.Equal(7, (await agent.RunAsync<int>("How many?", session)).Result);
        Assert.NotNull((await agent.RunAsync<int>("And now?", session)).GetTurnId());
        Assert.Equal(3, model.Log.Requests[1].Messages.Count);
        Assert.NotNull(model.Log.Requests[1].Options?.ResponseFormat);
    }

    [Fact]
    public async Task A_run_has_its_own_options_and_its_own_client()
    {
        var agent = New("one").WithSessions(_store);
        var session = await agent.CreateSessionAsync();
        var wrapped = 0;

        await agent.RunAsync("hi", session, new ChatClientAgentRunOptions(new ChatOptions { Temperature = 0.5f, Instructions = "and kind" })
        {
            ChatClientFactory = client => client.AsBuilder().Use((messages, options, next, cancellationToken) =>
            {
                wrapped++;
                return next(messages, options, cancellationToken);
            }).Build(),
            AdditionalProperties = new() { ["trace"] = "on" },
        });

        Assert.Equal(1, wrapped);
        var options = _model.Log.Requests[0].Options!;
        Assert.Equal((0.5f, "one\nand kind", "on"), (options.Temperature, options.Instructions, options.AdditionalProperties!["trace"]));
        Assert.DoesNotContain(options.AdditionalProperties.Keys, key => key.StartsWith("sessions.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_agent_of_another_kind_keeps_its_session_in_the_store()
    {
        var agent = new Counting().WithSessions(_store);
        var session = await agent.GetSessionAsync("alice");

        Assert.Equal("1: hi", (await agent.RunAsync("hi", session)).Text);
        Assert.Equal("2: again", (await new Counting().WithSessions(_store).RunAsync("again", await agent.GetSessionAsync("alice"))).Text);
        Assert.Equal(["hi", "1: hi", "again", "2: again"], await agent.ReadMessagesAsync(await agent.GetSessionAsync("alice")).Select(message => message.Text).ToListAsync());

        await Assert.ThrowsAsync<InvalidOperationException>(() => agent.RunAsync("fail", session));
        Assert.Equal("3: on", (await agent.RunAsync("on", session)).Text);
    }

    private ChatClientAgent New(string name) => new(_model, instructions: name, name: name);

    /// <summary>Counts its runs, in its session.</summary>
    private sealed class Counting : AIAgent
    {
        public override string Name => "Counting";

        protected override ValueTask<AgentSession> CreateSessionCoreAsync(CancellationToken cancellationToken = default) => new(new CountingSession());

        protected override ValueTask<JsonElement> SerializeSessionCoreAsync(AgentSession session, JsonSerializerOptions? jsonSerializerOptions = null, CancellationToken cancellationToken = default) =>
            new(JsonDocument.Parse($$"""{"runs":{{((CountingSession)session).Runs}}}""").RootElement);

        protected override ValueTask<AgentSession> DeserializeSessionCoreAsync(JsonElement serializedState, JsonSerializerOptions? jsonSerializerOptions = null, CancellationToken cancellationToken = default) =>
            new(new CountingSession { Runs = serializedState.GetProperty("runs").GetInt32() });

        protected override Task<AgentResponse> RunCoreAsync(IEnumerable<ChatMessage> messages, AgentSession? session = null, AgentRunOptions? options = null, CancellationToken cancellationToken = default)
        {
            var (own, text) = ((CountingSession)session!, string.Join('|', messages.Select(message => message.Text)));
            own.Runs++;
            return text == "fail"
                ? throw new InvalidOperationException("It fails.")
                : Task.FromResult(new AgentResponse(new ChatMessage(ChatRole.Assistant, $"{own.Runs}: {text}")));
        }

        protected override async IAsyncEnumerable<AgentResponseUpdate> RunCoreStreamingAsync(IEnumerable<ChatMessage> messages, AgentSession? session = null, AgentRunOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            foreach (var update in (await RunCoreAsync(messages, session, options, cancellationToken)).ToAgentResponseUpdates())
            {
                yield return update;
            }
        }
    }

    private sealed class CountingSession : AgentSession
    {
        public int Runs { get; set; }
    }
}
