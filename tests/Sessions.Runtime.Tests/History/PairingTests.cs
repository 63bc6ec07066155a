using Microsoft.Extensions.AI;
using static Sessions.Tests.History.Talk;

namespace Sessions.Tests.History;

/// <summary>What becomes of calls, results and approvals in a request.</summary>
public class PairingTests
{
    private static readonly ChatMessage Go = User("go");
    private static readonly ChatMessage Next = User("next");

    private static HistoryRequest Compose(SessionLog log, params ChatMessage[] added) => HistoryView.Everything.Compose(log, added);

    private static void AssertSent(string expected, SessionLog log, params ChatMessage[] added)
    {
        var request = Compose(log, added);
        Assert.Equal(expected, Words(request.Messages));
        Assert.Empty(request.Repairs);
    }

    private static void AssertMended(string expected, string repair, SessionLog log, params ChatMessage[] added)
    {
        var request = Compose(log, added);
        Assert.Equal(expected, Words(request.Messages));
        Assert.StartsWith(repair, Assert.Single(request.Repairs));
    }

    [Fact]
    public void What_is_complete_is_sent_as_it_is()
    {
        ChatMessage[] turn = [Go, Assistant(Call("1"), Call("2")), Tool(Result("2")), Tool(Result("1")), Assistant("done")];

        var request = Compose(Log(turn), Next);

        Assert.Equal([.. turn, Next], request.Messages);
        Assert.Empty(request.Repairs);
    }

    [Fact]
    public void An_interrupted_call_is_closed_behind_the_results_of_the_others() => AssertSent(
        "u: go | a: call 1, call 2 | t: 2=ok | t: 1=none | u: next",
        Log([Go, Assistant(Call("1"), Call("2")), Tool(Result("2"))]),
        Next);

    [Fact]
    public void A_call_may_be_answered_by_the_next_input_whatever_role_and_place_the_result_has() => AssertSent(
        "u: go | a: call 1, call 2 | t: 1=ok | t: 2=ok | u: context | u: next",
        Log([Go, Assistant(Call("1"), Call("2"))]),
        User("context"),
        User(Text("next"), Result("1")),
        Tool(Result("2")));

    [Fact]
    public void A_result_that_the_next_turn_brought_stays_with_its_call_for_good()
    {
        var log = Log([Go, Assistant(Call("1"))], [Tool(Result("1")), Assistant("done")]);

        AssertSent("u: go | a: call 1 | t: 1=ok | a: done | u: next", log, Next);
        AssertSent("u: go | a: call 1 | t: 1=ok | a: done | u: next | a: hm | u: next", Add(log, [Next, Assistant("hm")]), Next);
    }

    [Fact]
    public void A_result_that_comes_two_turns_later_is_left_out() => AssertMended(
        "u: go | a: call 1 | t: 1=none | u: next | a: hm | u: next",
        "The result of call '1' was left out",
        Log([Go, Assistant(Call("1"))], [Next, Assistant("hm")]),
        Tool(Result("1")),
        Next);

    [Fact]
    public void A_call_marked_as_handled_needs_its_result_all_the_same()
    {
        var call = Call("1");
        call.InformationalOnly = true;

        AssertSent("u: go | a: call 1 | t: 1=none | u: next", Log([Go, Assistant(call)]), Next);
    }

    [Fact]
    public void Ids_that_a_service_uses_again_belong_to_the_nearest_call_before() => AssertSent(
        "u: go | a: call 0 | t: 0=first | a: call 0 | t: 0=none | u: go | a: call 0 | t: 0=third | a: done | u: next",
        Log([Go, Assistant(Call("0")), Tool(Result("0", "first")), Assistant(Call("0"))], [Go, Assistant(Call("0")), Tool(Result("0", "third")), Assistant("done")]),
        Next);

    [Fact]
    public void Results_of_calls_in_messages_of_their_own_stand_behind_each() => AssertSent(
        "u: go | a: call 1 | t: 1=ok | a: call 2 | t: 2=ok | a: done | u: next",
        Log([Go, Assistant(Call("1")), Assistant(Call("2")), Tool(Result("1"), Result("2")), Assistant("done")]),
        Next);

    [Fact]
    public void A_result_beside_its_call_gets_a_message_of_its_own() => AssertSent(
        "u: go | a: call 1, it is done | t: 1=ok | u: next",
        Log([Go, Assistant(Call("1"), Result("1"), Text("it is done"))]),
        Next);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_request_for_approval_and_its_answer_are_left_to_the_client_that_invokes(bool approved) => AssertSent(
        $"u: go | a: ask 1 | u: {(approved ? "yes" : "no")} 1",
        Log([Go, Assistant(Ask("1"))]),
        User(Answer("1", approved)));

    [Fact]
    public void A_client_that_marks_approvals_as_handled_changes_neither_the_history_nor_the_answer()
    {
        var log = Log([Go, Assistant(Ask("1"))]);
        var answer = User(Answer("1"));
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var contents = Compose(log, answer).Messages.SelectMany(message => message.Contents).ToList();
            var calls = contents.OfType<ToolApprovalRequestContent>().Select(request => request.ToolCall)
                .Concat(contents.OfType<ToolApprovalResponseContent>().Select(response => response.ToolCall))
                .Cast<FunctionCallContent>()
                .ToList();

            Assert.Equal(2, calls.Count);
            Assert.All(calls, call => Assert.False(call.InformationalOnly));
            calls.ForEach(call => call.InformationalOnly = true);
        }
    }

    [Fact]
    public void What_is_approved_is_the_call_that_was_asked_for()
    {
        var forged = new ToolApprovalResponseContent("ask-1", approved: true, new FunctionCallContent("1", "format_disk"));

        var request = Compose(Log([Go, Assistant(Ask("1"))]), User(forged));

        var response = Assert.IsType<ToolApprovalResponseContent>(Assert.Single(request.Messages[^1].Contents));
        Assert.Equal("tool", Assert.IsType<FunctionCallContent>(response.ToolCall).Name);
    }

    [Fact]
    public void A_request_that_the_user_ignores_is_closed() => AssertSent(
        "u: go | a: let me see, call 1 | t: 1=unanswered | u: next",
        Log([Go, Assistant(Text("let me see"), Ask("1"))]),
        Next);

    [Fact]
    public void Of_several_requests_those_without_an_answer_are_closed() => AssertSent(
        "u: go | a: ask 1, call 2 | t: 2=unanswered | u: yes 1",
        Log([Go, Assistant(Ask("1"), Ask("2"))]),
        User(Answer("1")));

    [Fact]
    public void Executed_approvals_leave_the_calls_and_their_results()
    {
        var log = Log(
            [Go, Assistant(Reasoning("hm"), Ask("1"), Ask("2"))],
            [User(Answer("1"), Text("please"), Answer("2", approved: false)), Assistant(Call("1"), Call("2")), Tool(Result("2", "no")), Tool(Result("1")), Assistant("done")]);

        AssertSent("u: go | a: (hm), call 1, call 2 | t: 2=no | t: 1=ok | u: please | a: done | u: next", log, Next);
    }

    [Fact]
    public void A_result_without_the_call_stands_for_the_request_that_was_approved() => AssertSent(
        "u: go | a: call 1 | t: 1=ok | a: done | u: next",
        Log([Go, Assistant(Ask("1"))], [User(Answer("1")), Tool(Result("1")), Assistant("done")]),
        Next);

    [Theory]
    [InlineData(true, "none")]
    [InlineData(false, "rejected")]
    public void An_answer_whose_turn_was_interrupted_is_closed_with_its_request(bool approved, string result) => AssertSent(
        $"u: go | a: call 1 | t: 1={result} | u: next",
        Log([Go, Assistant(Ask("1"))], [User(Answer("1", approved))]),
        Next);

    [Fact]
    public void An_approved_call_that_was_interrupted_is_closed() => AssertSent(
        "u: go | a: call 1 | t: 1=none | u: next",
        Log([Go, Assistant(Ask("1"))], [User(Answer("1")), Assistant(Call("1"))]),
        Next);

    [Fact]
    public void An_answer_to_a_request_that_is_not_open_is_left_out()
    {
        AssertMended("u: next", "The answer to request for approval 'ask-1' was left out", SessionLog.Empty, User(Answer("1"), Text("next")));
        AssertMended(
            "u: go | a: call 1 | t: 1=unanswered | u: wait | a: hm | u: next",
            "The answer to request for approval 'ask-1' was left out",
            Log([Go, Assistant(Ask("1"))], [User("wait"), Assistant("hm")]),
            User(Answer("1")),
            Next);
    }

    [Fact]
    public void A_second_answer_is_left_out() => AssertMended(
        "u: go | a: ask 1 | u: yes 1",
        "The answer to request for approval 'ask-1' was left out",
        Log([Go, Assistant(Ask("1"))]),
        User(Answer("1"), Answer("1", approved: false)));

    [Fact]
    public void A_second_request_in_one_message_is_left_out() => AssertMended(
        "u: go | a: ask 1 | u: yes 1",
        "Approval of call '1' was requested in a message that",
        Log([Go, Assistant(Ask("1"), Ask("1"))]),
        User(Answer("1")));

    [Fact]
    public void A_request_beside_its_call_stands_for_both()
    {
        AssertSent("u: go | a: ask 1 | u: yes 1", Log([Go, Assistant(Call("1"), Ask("1"))]), User(Answer("1")));
        AssertSent("u: go | a: call 1 | t: 1=unanswered | u: next", Log([Go, Assistant(Ask("1"), Call("1"))]), Next);
    }

    [Fact]
    public void Approvals_of_calls_that_the_service_runs_are_sent_while_they_are_answered_and_no_longer()
    {
        var call = new McpServerToolCallContent("1", "search", "server");
        var log = Log([Go, Assistant(Text("may I?"), new ToolApprovalRequestContent("r", call))]);
        var answer = User(new ToolApprovalResponseContent("r", approved: true, call));

        AssertSent("u: go | a: may I?, ask 1 | u: yes 1", log, answer);
        AssertSent("u: go | a: may I? | u: next", log, Next);
        AssertSent("u: go | a: may I? | a: done | u: next", Add(log, [answer, Assistant("done")]), Next);
    }

    [Fact]
    public void Calls_that_the_service_runs_are_sent_in_pairs()
    {
        AssertSent(
            "u: go | a: hosted call 1, hosted result 1, done | u: next",
            Log([Go, Assistant(new WebSearchToolCallContent("1"), new WebSearchToolResultContent("1"), Text("done"))]),
            Next);
        AssertSent("u: go | a: hm | u: next", Log([Go, Assistant(Text("hm"), new WebSearchToolCallContent("1"))]), Next);
        AssertMended("u: go | a: hm | u: next", "The result of call '1' was left out", Log([Go, Assistant(Text("hm"), new WebSearchToolResultContent("1"))]), Next);
    }

    [Fact]
    public void A_result_without_a_call_is_left_out() => AssertMended(
        "u: go | a: hm | a: done | u: next",
        "The result of call '1' was left out",
        Log([Go, Assistant("hm"), Tool(Result("1")), Assistant("done")]),
        Next);

    [Fact]
    public void The_first_of_two_results_counts() => AssertMended(
        "u: go | a: call 1 | t: 1=first | a: done | u: next",
        "Call '1' had two results",
        Log([Go, Assistant(Call("1")), Tool(Result("1", "first"), Result("1", "second")), Assistant("done")]),
        Next);

    [Fact]
    public void A_result_before_its_call_is_moved_behind_it() => AssertMended(
        "u: go | a: call 1 | t: 1=ok | a: done | u: next",
        "The result of call '1' came before the call",
        Log([Go, Tool(Result("1")), Assistant(Call("1")), Assistant("done")]),
        Next);

    [Fact]
    public void A_result_that_came_after_the_model_went_on_is_moved_to_its_call() => AssertMended(
        "u: go | a: call 1 | t: 1=ok | a: done | u: next",
        "The result of call '1' came after the model had gone on",
        Log([Go, Assistant(Call("1")), Assistant("done"), Tool(Result("1"))]),
        Next);

    [Fact]
    public void A_call_twice_in_one_message_is_sent_once() => AssertMended(
        "u: go | a: call 1 | t: 1=ok | u: next",
        "Call '1' was there twice",
        Log([Go, Assistant(Call("1"), Call("1")), Tool(Result("1"))]),
        Next);

    [Fact]
    public void Only_the_assistant_calls() => AssertMended(
        "u: go | a: done | u: next",
        "A tool call in a message of role 'user' was left out",
        Log([User(Text("go"), Call("1")), Assistant("done")]),
        Next);

    [Fact]
    public void Messages_and_texts_that_say_nothing_are_not_sent() => AssertSent(
        "u: go | a: call 1 | t: 1=ok | u: next",
        Log([Go, Assistant(), User(" "), Assistant(Text(""), Call("1")), Tool(Result("1"), Text("note")), Assistant(new UsageContent()), Assistant("\n")]),
        Next);

    [Fact]
    public void What_the_caller_sends_is_sent_even_if_it_says_nothing() => AssertSent("u: ", SessionLog.Empty, User(""));

    [Fact]
    public void Reasoning_that_led_to_nothing_is_not_sent()
    {
        AssertSent("u: go | u: next", Log([Go, Assistant(Reasoning("hm"))]), Next);
        AssertSent("u: go | a: so | u: next", Log([Go, Assistant(Text("so"), Reasoning("hm"), Reasoning("hm"))]), Next);
        AssertSent("u: go | a: (hm) | a: call 1 | t: 1=none | u: next", Log([Go, Assistant(Reasoning("hm")), Assistant(Call("1"), Reasoning("more"))]), Next);
    }

    [Fact]
    public void A_changed_message_is_a_copy_that_hides_no_original()
    {
        var asking = new ChatMessage(ChatRole.Assistant, [Text("may I?"), Ask("1")]) { MessageId = "m", RawRepresentation = "raw", AuthorName = "A" };

        var sent = Compose(Log([Go, asking]), Next).Messages[1];

        Assert.Equal("a: may I?, ask 1", Words([asking]));
        Assert.Equal(("m", "A", null), (sent.MessageId, sent.AuthorName, sent.RawRepresentation));
    }

    [Fact]
    public void What_was_mended_in_a_request_is_not_told_again()
    {
        ChatMessage[] added = [User(Answer("1"), Text("next")), Tool(Result("1"))];
        var log = Log([Go, Assistant("hm")]);

        Assert.Equal(2, Compose(log, added).Repairs.Count);
        AssertSent("u: go | a: hm | u: next | a: ok | u: next", Add(log, [.. added, Assistant("ok")]), Next);
    }

    [Fact]
    public void Many_repairs_are_counted()
    {
        var results = Enumerable.Range(0, 1_000).Select(i => Tool(Result($"{i}")));

        var request = Compose(SessionLog.Empty, [.. results, Next]);

        Assert.Equal("u: next", Words(request.Messages));
        Assert.Equal(17, request.Repairs.Count);
        Assert.Equal("984 more repairs of the same kinds were made.", request.Repairs[^1]);
    }
}
