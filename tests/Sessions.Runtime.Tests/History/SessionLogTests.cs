using System.Collections;
using Microsoft.Extensions.AI;
using static Sessions.Tests.History.Talk;

namespace Sessions.Tests.History;

/// <summary>The log's own promises: what is settled stays, what is held stays, and nothing costs more for a longer history.</summary>
public class SessionLogTests
{
    private static readonly ChatMessage Next = User("next");

    [Fact]
    public void Settled_turns_are_sent_as_the_same_objects_in_every_later_request()
    {
        var log = Log([User("go"), Assistant(Call("1"), Ask("2"))], [User("next"), Assistant("a")]);
        var first = HistoryView.Everything.Compose(log, [Next]).Messages.Take(4).ToList();

        log = Add(Add(log, [User("u"), Assistant(Call("3"))]), [Next]);

        Assert.Equal("u: go | a: call 1, call 2 | t: 1=none, 2=unanswered | u: next", Words(first));
        Assert.Equal(first, HistoryView.Everything.Compose(log, [Next]).Messages.Take(4));
    }

    [Fact]
    public void The_log_keeps_what_was_kept()
    {
        ChatMessage[] turn = [User("go"), Assistant(Ask("1"), Call("2"))];
        var log = Add(Log(turn), [User(Answer("1")), Assistant(Call("1")), Tool(Result("1")), Assistant("done")]);

        Assert.Equal("u: go | a: ask 1, call 2 | u: yes 1 | a: call 1 | t: 1=ok | a: done", Words(log));
        Assert.Equal(turn, log.TurnAt(0).Messages, ReferenceEqualityComparer.Instance);
    }

    [Fact]
    public void Two_successors_of_one_log_do_not_meet()
    {
        var log = Log([User("u1"), Assistant("a1")], [User("u2"), Assistant("a2")], [User("u3"), Assistant("a3")]);
        var tokens = new HistoryView { MaxTokens = 5, CountTokens = message => message.Text.StartsWith("long", StringComparison.Ordinal) ? 3 : 1 };
        _ = tokens.Compose(log, [Next]);

        var left = Add(Add(log, [User("left")]), [User("left 2")]);
        var right = Add(Add(log, [User("long right")]), [User("long right 2")]);
        var both = new[] { left, right }.Select(log => Words(log)).ToList();

        Assert.Equal("u: u1 | a: a1 | u: u2 | a: a2 | u: u3 | a: a3 | u: left | u: left 2", both[0]);
        Assert.Equal("u: u1 | a: a1 | u: u2 | a: a2 | u: u3 | a: a3 | u: long right | u: long right 2", both[1]);
        Assert.Equal("u: u3 | a: a3 | u: left | u: left 2 | u: next", Words(tokens.Compose(left, [Next]).Messages));
        Assert.Equal("u: long right 2 | u: next", Words(tokens.Compose(right, [Next]).Messages));
        Assert.Equal("u: u3 | a: a3 | u: next", Words(HistoryViewOf(1).Compose(log, [Next]).Messages));
    }

    [Fact]
    public void A_log_made_of_damaged_turns_tells_so_until_the_next_turn()
    {
        var log = SessionLog.From(
            [Turn(1, User("go"), Assistant("a"), Tool(Result("1"))), Turn(2, User("u"), Assistant("a")), Turn(3, User("u"), Assistant("a"))],
            isComplete: true);

        Assert.StartsWith("The result of call '1' was left out", Assert.Single(HistoryView.Everything.Compose(log, [Next]).Repairs));
        Assert.Empty(HistoryView.Everything.Compose(Add(log, [Next]), [Next]).Repairs);
    }

    [Fact]
    public void A_log_of_the_latest_turns_need_not_know_what_the_first_of_them_answers()
    {
        var log = SessionLog.From([Turn(7, Tool(Result("1")), User("go"), Assistant("a")), Turn(8, User("u"))], isComplete: false);

        var request = HistoryView.Everything.Compose(log, [Next]);

        Assert.False(log.IsComplete);
        Assert.False(Add(log, [Next]).IsComplete);
        Assert.Equal("u: go | a: a | u: u | u: next", Words(request.Messages));
        Assert.Empty(request.Repairs);
    }

    [Fact]
    public void A_request_of_a_long_history_reads_its_last_turn_and_no_more()
    {
        var reads = new StrongBox();
        var turns = Enumerable.Range(0, 2_000).Select(i => new Counting([User($"u{i}"), Assistant(Call("1")), Tool(Result("1")), Assistant($"a{i}"), Assistant("b")], reads)).ToList();
        var log = turns.Aggregate(SessionLog.Empty, Add);
        reads.Value = 0;

        var request = HistoryView.Everything.Compose(log, [Next]);

        Assert.Equal(10_001, request.Messages.Count);
        Assert.InRange(reads.Value, 0, 2 * 5);
    }

    [Fact]
    public void Appending_to_a_long_history_reads_two_turns()
    {
        var reads = new StrongBox();
        var log = Enumerable.Range(0, 1_000).Aggregate(SessionLog.Empty, (log, i) => Add(log, new Counting([User($"u{i}"), Assistant($"a{i}")], reads)));
        Assert.InRange(reads.Value, 0, 1_000 * 2 * 3);
    }

    [Fact]
    public void Tokens_of_a_message_are_counted_once()
    {
        var counted = 0;
        var view = new HistoryView { MaxTokens = 100, CountTokens = _ => ++counted * 0 + 1 };
        var log = SessionLog.Empty;
        for (var i = 0; i < 500; i++)
        {
            log = Add(log, [User("u"), Assistant("a")]);
            _ = view.Compose(log, [Next]);
        }

        // The last turn is counted with each request, and once more when it is settled.
        Assert.InRange(counted, 0, 2 * 500 * 2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(5_000)]
    public void A_request_allocates_one_small_object_at_any_length(int turns)
    {
        var log = Enumerable.Range(0, turns).Aggregate(SessionLog.Empty, (log, i) => Add(log, [User("u"), Assistant(Call("1")), Tool(Result("1")), Assistant("a")]));
        ChatMessage[] added = [Next];
        HistoryView[] views = [HistoryView.Everything, new() { MaxTurns = 100, MaxMessages = 300, MaxTokens = 100_000, CountTokens = _ => 10 }];
        foreach (var view in views)
        {
            _ = view.Compose(log, added);

            var before = GC.GetAllocatedBytesForCurrentThread();
            _ = view.Compose(log, added);

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64);
        }
    }

    [Fact]
    public void A_request_is_a_list_that_cannot_be_changed()
    {
        var log = Log([User("u1"), Assistant("a1")], [User("u2"), Assistant("a2")]);
        var messages = HistoryView.Everything.Compose(log, [Next]).Messages;
        ChatMessage[] all = [.. log, Next];

        Assert.Equal(all, messages);
        Assert.Equal(all, new List<ChatMessage>(messages));
        Assert.Equal(all, Enumerable.Range(0, messages.Count).Select(i => messages[i]));
        Assert.Same(Next, messages[^1]);
        var list = Assert.IsType<IList<ChatMessage>>(messages, exactMatch: false);
        Assert.Equal(4, list.IndexOf(Next));
        Assert.DoesNotContain(User("other"), list);
        Assert.True(list.IsReadOnly);
        Assert.Throws<NotSupportedException>(() => list.Add(Next));
        Assert.Throws<NotSupportedException>(() => list[0] = Next);
        Assert.Throws<ArgumentOutOfRangeException>(() => messages[5]);
        Assert.Throws<ArgumentOutOfRangeException>(() => messages[-1]);
    }

    private static HistoryView HistoryViewOf(int turns) => new() { MaxTurns = turns };

    private sealed class StrongBox
    {
        public int Value { get; set; }
    }

    private sealed class Counting(ChatMessage[] messages, StrongBox reads) : IReadOnlyList<ChatMessage>
    {
        public int Count => messages.Length;

        public ChatMessage this[int index]
        {
            get
            {
                reads.Value++;
                return messages[index];
            }
        }

        public IEnumerator<ChatMessage> GetEnumerator()
        {
            reads.Value += messages.Length;
            return ((IEnumerable<ChatMessage>)messages).GetEnumerator();
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
