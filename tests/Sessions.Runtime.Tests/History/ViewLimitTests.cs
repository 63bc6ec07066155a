using Microsoft.Extensions.AI;
using static Sessions.Tests.History.Talk;

namespace Sessions.Tests.History;

/// <summary>Where a view is cut.</summary>
public class ViewLimitTests
{
    private static readonly ChatMessage Next = User("next");

    /// <summary>Four turns of 2, 4, 2 and 2 messages.</summary>
    private static readonly SessionLog FourTurns = Log(
        [User("u1"), Assistant("a1")],
        [User("u2"), Assistant(Call("1")), Tool(Result("1")), Assistant("a2")],
        [User("u3"), Assistant("a3")],
        [User("u4"), Assistant("a4")]);

    private static string Sent(HistoryView view, SessionLog log) => Words(view.Compose(log, [Next]).Messages);

    [Theory]
    [InlineData(1, "u: u4 | a: a4 | u: next")]
    [InlineData(2, "u: u3 | a: a3 | u: u4 | a: a4 | u: next")]
    [InlineData(4, "u: u1 | a: a1 | u: u2 | a: call 1 | t: 1=ok | a: a2 | u: u3 | a: a3 | u: u4 | a: a4 | u: next")]
    [InlineData(9, "u: u1 | a: a1 | u: u2 | a: call 1 | t: 1=ok | a: a2 | u: u3 | a: a3 | u: u4 | a: a4 | u: next")]
    public void The_latest_turns_are_sent(int turns, string expected) =>
        Assert.Equal(expected, Sent(new HistoryView { MaxTurns = turns }, FourTurns));

    [Theory]
    [InlineData(1, 2)]
    [InlineData(3, 2)]
    [InlineData(4, 4)]
    [InlineData(7, 4)]
    [InlineData(8, 8)]
    [InlineData(10, 10)]
    public void Messages_are_cut_between_turns_and_the_newest_is_always_sent(int most, int sent)
    {
        Assert.Equal(sent + 1, new HistoryView { MaxMessages = most }.Compose(FourTurns, [Next]).Messages.Count);
        Assert.Equal(sent + 1, new HistoryView { MaxTokens = 10 * most, CountTokens = _ => 10 }.Compose(FourTurns, [Next]).Messages.Count);
    }

    [Fact]
    public void All_limits_count() =>
        Assert.Equal("u: u4 | a: a4 | u: next", Sent(new HistoryView { MaxTurns = 3, MaxMessages = 8, MaxTokens = 3, CountTokens = _ => 1 }, FourTurns));

    [Fact]
    public void A_turn_that_goes_on_with_calls_counts_and_goes_with_the_one_before()
    {
        var approved = Log(
            [User("u1"), Assistant("a1")],
            [User("u2"), Assistant(Ask("1"))],
            [User(Answer("1")), Assistant(Call("1")), Tool(Result("1")), Assistant("a2")]);
        const string Exchange = "u: u2 | a: call 1 | t: 1=ok | a: a2";

        Assert.Equal($"{Exchange} | u: next", Sent(new HistoryView { MaxTurns = 1 }, approved));
        Assert.Equal($"{Exchange} | u: next", Sent(new HistoryView { MaxMessages = 1 }, approved));
        var log = Add(approved, [User("u3"), Assistant("a3")]);
        Assert.Equal("u: u3 | a: a3 | u: next", Sent(new HistoryView { MaxMessages = 5 }, log));
        Assert.Equal($"{Exchange} | u: u3 | a: a3 | u: next", Sent(new HistoryView { MaxMessages = 6 }, log));
        Assert.Equal($"{Exchange} | u: u3 | a: a3 | u: next", Sent(new HistoryView { MaxTurns = 2 }, log));
    }

    [Fact]
    public void Another_view_counts_for_itself()
    {
        var ones = new HistoryView { MaxTokens = 4, CountTokens = _ => 1 };
        var twos = new HistoryView { MaxTokens = 4, CountTokens = _ => 2 };

        Assert.Equal([5, 3, 5], [.. new[] { ones, twos, ones }.Select(view => view.Compose(FourTurns, [Next]).Messages.Count)]);
    }

    [Fact]
    public void A_negative_count_is_none() =>
        Assert.Equal(11, new HistoryView { MaxTokens = 1, CountTokens = _ => -5 }.Compose(FourTurns, [Next]).Messages.Count);

    [Fact]
    public void Limits_below_one_are_refused()
    {
        Assert.StartsWith("MaxTurns must be 1 or more", Assert.Throws<ArgumentOutOfRangeException>(() => new HistoryView { MaxTurns = 0 }).Message);
        Assert.StartsWith("MaxMessages must be 1 or more", Assert.Throws<ArgumentOutOfRangeException>(() => new HistoryView { MaxMessages = -1 }).Message);
        Assert.StartsWith("MaxTokens must be 1 or more", Assert.Throws<ArgumentOutOfRangeException>(() => new HistoryView { MaxTokens = 0 }).Message);
        Assert.Null(new HistoryView { MaxTurns = null }.MaxTurns);
    }

    [Fact]
    public void Tokens_are_estimated_as_documented()
    {
        var view = new HistoryView();
        var text = new string('x', 400);

        Assert.Equal(4 + 100, view.Count(User(text)));
        Assert.Equal(4 + 4 + 100, view.Count(Tool(Result("1", text))));
        Assert.Equal(4 + 4 + 1 + 2 + 100, view.Count(Assistant(new FunctionCallContent("1", "tool", new Dictionary<string, object?> { [""] = text }))));
        Assert.Equal(4 + 4 + 64, view.Count(Tool(new FunctionResultContent("1", new object()))));
        Assert.Equal(4 + 1_000, view.Count(User(new DataContent(new byte[9], "image/png"))));
        Assert.Equal(4 + 4 + 3, view.Count(Tool(new FunctionResultContent("1", System.Text.Json.JsonDocument.Parse("\"0123456789\"").RootElement))));
    }

    [Fact]
    public void An_estimate_makes_no_text()
    {
        var view = new HistoryView();
        var message = Tool(new FunctionResultContent("1", System.Text.Json.JsonDocument.Parse($"\"{new string('x', 100_000)}\"").RootElement), Text(new string('x', 100_000)));
        view.Count(message);

        var before = GC.GetAllocatedBytesForCurrentThread();
        view.Count(message);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200);
    }

    [Fact]
    public void Reading_newest_first_ends_when_no_older_turn_can_be_sent()
    {
        HistoryView[] views =
        [
            new(), new() { MaxTurns = 2 }, new() { MaxMessages = 3 }, new() { MaxMessages = 8 }, new() { MaxTokens = 40, CountTokens = _ => 10 }, new() { MaxTurns = 3, MaxMessages = 5 },
        ];
        foreach (var view in views)
        {
            var window = new HistoryWindow(view);
            var read = new List<SessionTurn>();
            for (var i = FourTurns.TurnCount - 1; i >= 0 && !window.IsFull; i--)
            {
                read.Insert(0, FourTurns.TurnAt(i));
                window.Add(FourTurns.TurnAt(i).Messages);
            }

            var part = SessionLog.From(read, isComplete: read.Count == 4);
            Assert.Equal(Sent(view, FourTurns), Sent(view, part));
        }

        var two = new HistoryWindow(new HistoryView { MaxTurns = 2 });
        two.Add(FourTurns.TurnAt(3).Messages);
        Assert.False(two.IsFull);
        two.Add(FourTurns.TurnAt(2).Messages);
        Assert.False(two.IsFull);
        two.Add(FourTurns.TurnAt(1).Messages);
        Assert.True(two.IsFull);
    }

    [Theory]
    [InlineData("a blank text")]
    [InlineData("reasoning that led to nothing")]
    [InlineData("a text in a tool's message")]
    public void What_is_not_sent_does_not_end_the_reading(string what)
    {
        var unsent = what switch
        {
            "a blank text" => Talk.Assistant(" "),
            "reasoning that led to nothing" => Talk.Assistant(new TextReasoningContent("hm")),
            _ => new ChatMessage(ChatRole.Tool, "a text"),
        };
        var window = new HistoryWindow(new HistoryView { MaxMessages = 2 });

        // The newest turn was not part of the request before.
        window.Add([Talk.User("third")]);
        window.Add([Talk.User("second"), unsent]);
        Assert.False(window.IsFull);
        window.Add([Talk.User("first")]);
        Assert.True(window.IsFull);
    }
}
