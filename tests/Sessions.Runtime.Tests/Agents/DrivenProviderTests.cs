using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.Agents;

/// <summary>A test drives providers through a turn of its own: no model, no chat client.</summary>
public class DrivenProviderTests
{
    private static readonly ChatMessage Question = new(ChatRole.User, "Where should I hike?");
    private static readonly ChatMessage Answer = new(ChatRole.Assistant, "In the Dolomites.");

    private readonly FunctionAgent _agent = new("tester", _ => "", store: null);

    [Fact]
    public async Task A_context_provider_prepares_and_learns()
    {
        var provider = new Guide();
        var session = await _agent.CreateSessionAsync("s");
        var turn = new TurnContext(_agent, session, [Question]);
        using var scope = session.BeginTurn(turn);

        await provider.InvokingAsync(turn, CancellationToken.None);
        Assert.Equal(("Be brief.", "Where should I hike?"), (turn.Instructions, Assert.Single(turn.GetRequestMessages()).Text));

        turn.Complete(new AgentResponse([Answer]));
        await provider.InvokedAsync(turn, CancellationToken.None);
        await scope.CommitAsync();

        Assert.Equal("In the Dolomites.", session.State.Get<Notes>().Text);
    }

    [Fact]
    public async Task A_history_provider_loads_and_saves()
    {
        var provider = new DictionaryHistoryProvider();
        var session = await _agent.CreateSessionAsync("s");
        for (var number = 1; number <= 2; number++)
        {
            var turn = new TurnContext(_agent, session, [Question]);
            await provider.InvokingAsync(turn, CancellationToken.None);

            Assert.Equal(2 * (number - 1), turn.History.Count);
            Assert.Equal(turn.History.Count + 1, turn.GetRequestMessages().Count);
            turn.Complete(new AgentResponse([Answer]));
            await provider.InvokedAsync(turn, CancellationToken.None);
        }

        var last = new TurnContext(_agent, session, [Question]);
        await provider.InvokingAsync(last, CancellationToken.None);
        Assert.Equal([Question.Text, Answer.Text, Question.Text, Answer.Text], last.History.Select(message => message.Text));
        Assert.DoesNotContain(Question, last.History);
    }

    [Fact]
    public async Task What_is_to_be_stored_can_be_less_than_the_answer_and_is_nothing_of_a_failure()
    {
        var provider = new DictionaryHistoryProvider();
        var session = await _agent.CreateSessionAsync("s");
        var cut = new TurnContext(_agent, session, [Question]);
        cut.Complete(new AgentResponse([new ChatMessage(ChatRole.Assistant, "A draft."), Answer]), outputs: [Answer]);
        await provider.InvokedAsync(cut, CancellationToken.None);
        var failed = new TurnContext(_agent, session, [Question]);
        failed.Fail(new TimeoutException());
        await provider.InvokedAsync(failed, CancellationToken.None);

        var next = new TurnContext(_agent, session, [Question]);
        await provider.InvokingAsync(next, CancellationToken.None);
        Assert.Equal([Question.Text, Answer.Text], next.History.Select(message => message.Text));
    }

    [Fact]
    public async Task The_request_is_valid_whatever_the_history_is()
    {
        var session = await _agent.CreateSessionAsync("s");
        var turn = new TurnContext(_agent, session, [Question]);
        var open = new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("c1", "book")]);
        await new FixedHistory([Question, open]).InvokingAsync(turn, CancellationToken.None);

        var request = turn.GetRequestMessages();

        Assert.Equal([ChatRole.User, ChatRole.Assistant, ChatRole.Tool, ChatRole.User], request.Select(message => message.Role));
        Assert.Equal("c1", Assert.IsType<FunctionResultContent>(request[2].Contents[0]).CallId);
    }

    [Fact]
    public async Task The_log_of_a_session_needs_a_turn_that_was_begun_to_keep_its_messages()
    {
        var session = await _agent.CreateSessionAsync("s");
        var turn = new TurnContext(_agent, session, [Question]);
        turn.Complete(new AgentResponse([Answer]));

        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await new InMemoryHistoryProvider().InvokedAsync(turn, CancellationToken.None));

        Assert.Contains("was not begun with BeginTurn", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_turn_is_finished_once()
    {
        var turn = new TurnContext(_agent, session: null, [Question]);
        turn.Complete(new AgentResponse([Answer]));

        Assert.Contains("finished already", Assert.Throws<InvalidOperationException>(() => turn.Fail(new TimeoutException())).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => turn.Complete(new AgentResponse([Answer])));
    }

    [Fact]
    public async Task A_turn_of_an_agent_is_finished_by_the_agent()
    {
        var errors = new List<Exception>();
        using var client = new QueuedAnswerClient();
        IReadOnlyList<ChatMessage> request = [];
        var meddler = new Hook(
            "meddler",
            before: (turn, _) =>
            {
                errors.Add(Assert.Throws<InvalidOperationException>(() => turn.Complete(new AgentResponse([Answer]))));
                errors.Add(Assert.Throws<InvalidOperationException>(() => turn.Fail(new TimeoutException())));
                errors.Add(Assert.Throws<InvalidOperationException>(() => turn.Session!.BeginTurn(turn)));
                return default;
            },
            after: (turn, _) =>
            {
                request = turn.GetRequestMessages();
                return default;
            });
        var agent = client.AsAIAgent(new ChatClientAgentOptions { Name = "A", ContextProviders = [meddler] });

        await agent.RunAsync("hello", await agent.CreateSessionAsync());

        Assert.Contains("is run by agent 'A'", errors[0].Message, StringComparison.Ordinal);
        Assert.Equal(3, errors.Count);
        Assert.Equal(["hello"], request.Select(message => message.Text));
    }

    private sealed class Guide : AIContextProvider
    {
        public override ValueTask InvokingAsync(TurnContext turn, CancellationToken cancellationToken)
        {
            turn.AddInstructions("Be brief.");
            return default;
        }

        public override ValueTask InvokedAsync(TurnContext turn, CancellationToken cancellationToken)
        {
            turn.Session!.State.Set(new Notes { Text = turn.Response!.Text });
            return default;
        }
    }

    private sealed class FixedHistory(IReadOnlyList<ChatMessage> messages) : HistoryProvider
    {
        protected override ValueTask<IReadOnlyList<ChatMessage>> LoadAsync(TurnContext turn, CancellationToken cancellationToken) => new(messages);

        protected override ValueTask StoreAsync(TurnContext turn, IReadOnlyList<ChatMessage> stored, CancellationToken cancellationToken) => default;
    }
}
