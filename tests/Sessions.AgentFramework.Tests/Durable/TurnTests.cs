using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Sessions.Storage;
using AgentResponse = Microsoft.Agents.AI.AgentResponse;

namespace Sessions.AgentFramework.Tests.Durable;

/// <summary>The turns of one session: in order, whole, and known to the store.</summary>
public class TurnTests
{
    private static readonly SessionKey Key = new("acme", "alice-42");

    private readonly InMemorySessionStore _store = new();
    private readonly ScriptedModel _model = new(request => ModelAnswer.Of($"re {request.Messages[^1].Text}").After(async _ => await Task.Yield()));

    [Fact]
    public async Task Turns_of_a_session_wait_for_each_other_whatever_objects_they_are_run_on()
    {
        var (one, two) = (New(), New());
        var sessions = new[] { await one.GetSessionAsync(Key), await one.GetSessionAsync(Key), await two.GetSessionAsync(Key) };

        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(() => (i % 3 == 2 ? two : one).RunAsync($"q{i}", sessions[i % 3]))));

        var kept = await one.ReadMessagesAsync(await one.GetSessionAsync(Key)).Select(message => message.Text).ToListAsync();
        Assert.Equal(120, kept.Count);
        Assert.All(Enumerable.Range(0, 60), i => Assert.Equal($"re {kept[2 * i]}", kept[2 * i + 1]));
        _model.Log.ThrowIfInvalid();
    }

    [Fact]
    public async Task A_turn_is_rejected_while_another_runs_where_that_is_asked_for()
    {
        var (begun, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        var model = new ScriptedModel(ModelAnswer.Of("slow").After(async _ =>
        {
            begun.SetResult();
            await go.Task;
        }));
        var agent = new ChatClientAgent(model, name: "Guide").WithSessions(_store, new SessionsAgentOptions { ConcurrentTurns = ConcurrentTurns.Reject });
        var session = await agent.GetSessionAsync(Key);
        var first = agent.RunAsync("one", session);
        await begun.Task;

        await Assert.ThrowsAsync<SessionBusyException>(() => agent.RunAsync("two", session));
        go.SetResult();
        Assert.Equal("slow", (await first).Text);
    }

    [Fact]
    public async Task A_conflict_has_the_answer()
    {
        SessionsAgent agent = null!;
        var model = new ScriptedModel(ModelAnswer.Of("the answer").After(async cancellationToken =>
        {
            var stored = (await _store.LoadAsync(Key, cancellationToken))!;
            await _store.CommitAsync(new SessionCommit { ExpectedRevision = stored.Head.Revision, Head = stored.Head with { Revision = stored.Head.Revision + 1 }, State = [] }, cancellationToken);
        }));
        agent = new ChatClientAgent(model, name: "Guide").WithSessions(_store);
        var session = await agent.CreateSessionAsync(Key);

        var conflict = await Assert.ThrowsAsync<SessionConflictException>(() => agent.RunAsync("one", session));

        AgentResponse answer = conflict.Response!.AsAgentFrameworkResponse();
        Assert.Equal("the answer", answer.Text);
        Assert.NotNull(answer.GetTurnId());
    }

    [Theory]
    [InlineData(InterruptedTurns.Discard, 0)]
    [InlineData(InterruptedTurns.KeepInput, 1)]
    [InlineData(InterruptedTurns.KeepPartial, 2)]
    public async Task What_a_stream_leaves_that_is_left_early(InterruptedTurns mode, int kept)
    {
        var agent = New(new SessionsAgentOptions { InterruptedTurns = mode });
        var session = await agent.GetSessionAsync(Key);
        await foreach (var update in agent.RunStreamingAsync("a question", session))
        {
            break;
        }

        Assert.Equal(kept, await agent.ReadMessagesAsync(session).CountAsync());
        Assert.Equal("re next", (await agent.RunAsync("next", session)).Text);
        _model.Log.ThrowIfInvalid();
    }

    [Fact]
    public async Task A_run_without_messages_goes_on_with_the_session()
    {
        var agent = New();
        var session = await agent.GetSessionAsync(Key);
        await agent.RunAsync("one", session);

        await agent.RunAsync(session);

        Assert.Equal(["one", "re one"], _model.Log.Requests[1].Messages.Select(message => message.Text));
        Assert.Equal(["one", "re one", "re re one"], await agent.ReadMessagesAsync(session).Select(message => message.Text).ToListAsync());
    }

    [Fact]
    public async Task Context_providers_see_what_is_new_apart_from_what_is_history()
    {
        var provider = new Remembering();
        var agent = new ChatClientAgent(_model, new ChatClientAgentOptions { Name = "Guide", AIContextProviders = [provider] }).WithSessions(_store);
        var session = await agent.GetSessionAsync(Key);
        await agent.RunAsync("one", session);
        await agent.RunAsync("two", await agent.GetSessionAsync(Key));

        Assert.Equal(["one", "two"], provider.Asked);
        Assert.Equal(["one", "re remember: one", "two", "re remember: two"], provider.Stored);
        Assert.Equal(["one", "re remember: one", "two", "remember: two"], _model.Log.Requests[1].Messages.Select(message => message.Text));
        Assert.Equal(4, await agent.ReadMessagesAsync(await agent.GetSessionAsync(Key)).CountAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_turn_with_a_key_says_that_answers_were_not_recorded_only_where_tools_ran(bool streamed)
    {
        var model = new ScriptedModel(ModelAnswer.Of("plain"), ModelAnswer.Nothing.Call("c1", "look"), ModelAnswer.Of("looked"));
        var agent = new ChatClientAgent(model, name: "Guide", tools: [AIFunctionFactory.Create(() => "a hut", "look")]).WithSessions(_store);
        var session = await agent.GetSessionAsync(Key);

        Assert.Empty(await IssuesOfAsync("first"));
        Assert.Equal(TurnIssueKind.AnswersNotRecorded, Assert.Single(await IssuesOfAsync("second")).Kind);

        async Task<IReadOnlyList<TurnIssue>> IssuesOfAsync(string key)
        {
            var options = new AgentRunOptions().WithTurnKey(key);
            return streamed
                ? (await agent.RunStreamingAsync(key, session, options).ToListAsync())[^1].GetIssues()
                : (await agent.RunAsync(key, session, options)).GetIssues();
        }
    }

    private SessionsAgent New(SessionsAgentOptions? options = null) => new ChatClientAgent(_model, name: "Guide").WithSessions(_store, options);

    private sealed class Remembering : AIContextProvider
    {
        public List<string> Asked { get; } = [];

        public List<string> Stored { get; } = [];

        protected override ValueTask<AIContext> ProvideAIContextAsync(InvokingContext context, CancellationToken cancellationToken = default)
        {
            var asked = string.Join('|', (context.AIContext.Messages ?? []).Select(message => message.Text));
            Asked.Add(asked);
            return new(new AIContext { Messages = [new ChatMessage(ChatRole.User, $"remember: {asked}")] });
        }

        protected override ValueTask StoreAIContextAsync(InvokedContext context, CancellationToken cancellationToken = default)
        {
            Stored.AddRange(context.RequestMessages.Concat(context.ResponseMessages ?? []).Select(message => message.Text));
            return default;
        }
    }
}
