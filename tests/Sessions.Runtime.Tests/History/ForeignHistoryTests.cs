using Microsoft.Extensions.AI;
using static Sessions.Tests.History.Talk;

namespace Sessions.Tests.History;

/// <summary>Histories that a provider of the user's or a reducer returns.</summary>
public class ForeignHistoryTests
{
    private static readonly ChatMessage Next = User("next");

    private static async Task<HistoryRequest> Compose(HistoryView view, IReadOnlyList<ChatMessage> history, params ChatMessage[] added) =>
        await view.ComposeAsync(history, added, TestContext.Current.CancellationToken);

    private static async Task<HistoryRequest> Compose(HistoryView view, SessionLog log, params ChatMessage[] added) =>
        await view.ComposeAsync(log, added, TestContext.Current.CancellationToken);

    [Fact]
    public async Task A_valid_list_is_sent_without_a_copy_of_its_messages()
    {
        ChatMessage[] history = [User("go"), Assistant(Call("1")), Tool(Result("1")), Assistant("done")];

        var request = await Compose(HistoryView.Everything, history, Next);

        Assert.Equal([.. history, Next], request.Messages);
        Assert.Empty(request.Repairs);
    }

    [Fact]
    public async Task A_damaged_list_is_mended_and_left_as_it_is()
    {
        ChatMessage[] history =
        [
            Tool(Result("0")), User("go"), Assistant(Call("1"), Call("2")), null!, Assistant("done"), Tool(Result("1")), User("u"), Assistant(Ask("3")), User(Answer("3")), Assistant("hm"),
        ];
        var before = history.ToArray();

        var request = await Compose(HistoryView.Everything, history, Next);

        Assert.Equal("u: go | a: call 1, call 2 | t: 1=ok | t: 2=none | a: done | u: u | a: call 3 | t: 3=none | a: hm | u: next", Words(request.Messages));
        Assert.Equal(
            [
                "A message that is null was left out.",
                "The result of call '1' came after the model had gone on; it was moved to its call.",
                "The result of call '0' was left out: there is no such call before it.",
            ],
            request.Repairs);
        Assert.Equal(before, history);
    }

    [Fact]
    public async Task Context_messages_between_a_call_and_its_result_are_no_damage()
    {
        var request = await Compose(HistoryView.Everything, [User("go"), Assistant(Call("1")), User("context"), Tool(Result("1")), Assistant("done")], Next);

        Assert.Equal("u: go | a: call 1 | t: 1=ok | u: context | a: done | u: next", Words(request.Messages));
        Assert.Empty(request.Repairs);
    }

    [Fact]
    public async Task An_open_request_is_answered_by_the_input_and_a_passed_one_is_closed()
    {
        var answered = await Compose(HistoryView.Everything, [User("go"), Assistant(Ask("1"))], User(Answer("1")));
        var passed = await Compose(HistoryView.Everything, [User("go"), Assistant(Ask("1")), User("wait"), Assistant("hm")], User(Answer("1"), Text("next")));

        Assert.Equal("u: go | a: ask 1 | u: yes 1", Words(answered.Messages));
        Assert.Equal("u: go | a: call 1 | t: 1=unanswered | u: wait | a: hm | u: next", Words(passed.Messages));
        Assert.Single(passed.Repairs);
    }

    [Theory]
    [InlineData(1, null, null, 2)]
    [InlineData(2, null, null, 6)]
    [InlineData(3, null, null, 8)]
    [InlineData(null, 1, null, 2)]
    [InlineData(null, 5, null, 2)]
    [InlineData(null, 7, null, 6)]
    [InlineData(null, null, 60, 6)]
    [InlineData(null, null, 80, 8)]
    [InlineData(3, 8, 20, 2)]
    public async Task Limits_cut_before_a_message_of_the_user(int? turns, int? messages, int? tokens, int sent)
    {
        ChatMessage[] history =
        [
            User("u1"), Assistant("a1"),
            User("u2"), Assistant(Call("1")), Tool(Result("1")), Assistant("a2"),
            User("u3"), Assistant("a3"),
        ];
        var view = new HistoryView { MaxTurns = turns, MaxMessages = messages, MaxTokens = tokens, CountTokens = _ => 10 };

        Assert.Equal([.. history[^sent..], Next], (await Compose(view, history, Next)).Messages);
    }

    [Fact]
    public async Task A_reducer_is_given_the_history_as_it_is_sent_and_its_output_is_mended()
    {
        IReadOnlyList<ChatMessage>? given = null;
        var view = new HistoryView
        {
            MaxTurns = 1,
            Reducer = new Reducer(messages =>
            {
                given = [.. messages];
                return messages.Where(message => message.Role != ChatRole.Assistant || message.Text.Length > 0);
            }),
        };
        ChatMessage[] first = [User("u1"), Assistant(Call("1"))];
        ChatMessage[] second = [User("u2"), Assistant("a2")];

        var ofLog = await Compose(view, Log(first, second), Next);
        Assert.Equal("u: u1 | a: call 1 | t: 1=none | u: u2 | a: a2", Words(given!));
        var ofList = await Compose(view, [.. first, .. second], Next);
        Assert.Equal("u: u1 | a: call 1 | t: 1=none | u: u2 | a: a2", Words(given!));

        foreach (var request in new[] { ofLog, ofList })
        {
            Assert.Equal("u: u1 | u: u2 | a: a2 | u: next", Words(request.Messages));
            Assert.StartsWith("The result of call '1' was left out", Assert.Single(request.Repairs));
        }
    }

    [Fact]
    public async Task A_turn_that_waits_for_an_answer_is_not_reduced()
    {
        var view = new HistoryView { Reducer = new Reducer(_ => [User("summary")]) };
        ChatMessage[] first = [User("u1"), Assistant("a1")];
        ChatMessage[] second = [User("u2"), Assistant(Ask("1"), Call("2"))];
        ChatMessage[] added = [User(Answer("1")), Tool(Result("2"))];

        var ofLog = await Compose(view, Log(first, second), added);
        var ofList = await Compose(view, [.. first, .. second], added);

        Assert.Equal("u: summary | u: u2 | a: ask 1, call 2 | t: 2=ok | u: yes 1", Words(ofLog.Messages));
        Assert.Equal("u: summary | u: u2 | a: ask 1, call 2 | t: 2=ok | u: yes 1", Words(ofList.Messages));
        Assert.Empty(ofLog.Repairs);
        Assert.Empty(ofList.Repairs);
    }

    [Fact]
    public async Task A_reducer_that_returns_null_is_named()
    {
        var view = new HistoryView { Reducer = new Reducer(_ => null!) };

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => Compose(view, [User("go")], Next));

        Assert.Contains(nameof(Reducer), exception.Message, StringComparison.Ordinal);
    }

    private sealed class Reducer(Func<IEnumerable<ChatMessage>, IEnumerable<ChatMessage>> reduce) : IChatReducer
    {
        public Task<IEnumerable<ChatMessage>> ReduceAsync(IEnumerable<ChatMessage> messages, CancellationToken cancellationToken) => Task.FromResult(reduce(messages));
    }
}
