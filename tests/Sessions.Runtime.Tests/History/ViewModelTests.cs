using Microsoft.Extensions.AI;
using static Sessions.Tests.History.Talk;

namespace Sessions.Tests.History;

/// <summary>Random conversations, whole and damaged, seen through random views.</summary>
public class ViewModelTests
{
    private static readonly string[] Ids = ["call_0", "call_1", "call_2", "call_3"];

    [Fact]
    public void Conversations_with_tools_approvals_and_interruptions_are_always_sendable_and_need_no_repair()
    {
        for (var seed = 0; seed < TestScale.Of(20_000); seed++)
        {
            var random = new Random(seed);
            var view = View(random);
            var (log, open, settled) = (SessionLog.Empty, new List<AIContent>(), new List<ChatMessage>());
            for (var turn = random.Next(1, 8); turn > 0; turn--)
            {
                var added = Input(random, open);
                var request = view.Compose(log, added);

                Check(request.Messages, seed);
                Assert.True(request.Repairs.Count == 0, $"seed {seed}: {string.Join(' ', request.Repairs)}");
                CheckSettled(log, settled);
                CheckLimits(view, log, request.Messages.Count - added.Length);
                log = Add(log, [.. added, .. Output(random, added, open)]);
            }
        }
    }

    [Fact]
    public void Whatever_a_log_holds_is_sendable()
    {
        for (var seed = 0; seed < TestScale.Of(20_000); seed++)
        {
            var random = new Random(seed);
            var view = View(random);
            var settled = new List<ChatMessage>();
            var log = SessionLog.Empty;
            for (var turn = random.Next(1, 6); turn > 0; turn--)
            {
                var messages = Anything(random);
                var words = Words(messages);
                var added = Anything(random);
                log = Add(log, messages);

                Check(view.Compose(log, added).Messages, seed);
                CheckSettled(log, settled);
                Assert.Equal(words, Words(log.TurnAt(log.TurnCount - 1).Messages));
            }

            var again = SessionLog.From([.. log.Turns], isComplete: true);
            Assert.Equal(Words(view.Compose(log, [User("next")]).Messages), Words(view.Compose(again, [User("next")]).Messages));
        }
    }

    [Fact]
    public async Task Whatever_list_a_provider_or_a_reducer_returns_is_sendable()
    {
        for (var seed = 0; seed < TestScale.Of(20_000); seed++)
        {
            var random = new Random(seed);
            ChatMessage[] history = [.. Enumerable.Range(0, random.Next(4)).SelectMany(_ => Anything(random))];
            var before = Words(history);
            var view = random.Next(3) > 0 ? View(random) : new HistoryView { Reducer = new Dropping(random) };

            var request = await view.ComposeAsync(history, Anything(random), TestContext.Current.CancellationToken);

            Check(request.Messages, seed);
            Assert.Equal(before, Words(history));
        }
    }

    [Fact]
    public void What_is_sendable_is_not_changed()
    {
        for (var seed = 0; seed < TestScale.Of(20_000); seed++)
        {
            var random = new Random(seed);
            var messages = HistoryView.Everything.Compose(Log(Anything(random), Anything(random)), [User("next")]).Messages;

            var again = PairedMessages.Settle(messages, []);

            Assert.Equal(Words(messages), Words(again.History));
            Assert.Same(messages, again.History);
            Assert.Empty(again.Repairs);
        }
    }

    [Fact]
    public void A_log_read_from_its_end_gives_the_same_requests()
    {
        for (var seed = 0; seed < TestScale.Of(20_000); seed++)
        {
            var random = new Random(seed);
            var view = View(random);
            var (log, open) = (SessionLog.Empty, new List<AIContent>());
            for (var turn = random.Next(1, 8); turn > 0; turn--)
            {
                var input = Input(random, open);
                log = Add(log, [.. input, .. Output(random, input, open)]);
            }

            var (window, read) = (new HistoryWindow(view), new List<SessionTurn>());
            foreach (var turn in log.Turns.ToArray().Reverse().TakeWhile(_ => !window.IsFull))
            {
                window.Add(turn.Messages);
                read.Insert(0, turn);
            }

            var added = Input(random, open);
            var part = SessionLog.From(read, isComplete: read.Count == log.TurnCount);
            Assert.True(
                Words(view.Compose(log, added).Messages) == Words(view.Compose(part, added).Messages),
                $"seed {seed}: {read.Count} of {string.Join(" || ", log.Turns.ToArray().Select(turn => Words(turn.Messages)))}, {view.MaxTurns}, {view.MaxMessages}, {view.MaxTokens}");
        }
    }

    private static void Check(IReadOnlyList<ChatMessage> messages, int seed)
    {
        try
        {
            SendableAssert.IsSendable(messages);
        }
        catch (Exception exception)
        {
            Assert.Fail($"seed {seed}: {Words(messages)}\n{exception.Message}");
        }
    }

    private static void CheckSettled(SessionLog log, List<ChatMessage> settled)
    {
        Assert.Equal(settled, log.Settled.Take(settled.Count), ReferenceEqualityComparer.Instance);
        settled.AddRange(log.Settled.Skip(settled.Count));
    }

    private static void CheckLimits(HistoryView view, SessionLog log, int sent)
    {
        var turn = log.TurnCount - 1;
        var newest = log.Last.Count + log.Settled.Count - (log.TryGoBack(ref turn, out var start) ? start : 0);

        // Closing results make the last turn longer by a message for each of its own.
        Assert.InRange(sent, 0, Math.Max(view.MaxMessages ?? int.MaxValue, newest + log.Last.Count));
    }

    private static HistoryView View(Random random) => random.Next(4) switch
    {
        0 => HistoryView.Everything,
        1 => new HistoryView { MaxTurns = random.Next(1, 5) },
        2 => new HistoryView { MaxMessages = random.Next(1, 20) },
        _ => new HistoryView { MaxTokens = random.Next(1, 100), CountTokens = message => message.Contents.Count * 5 },
    };

    /// <summary>What a caller sends after a turn that left calls and requests open: answers to some of them, and text.</summary>
    private static ChatMessage[] Input(Random random, List<AIContent> open)
    {
        var answers = new List<ChatMessage>();
        foreach (var content in open.Where(_ => random.Next(3) > 0))
        {
            answers.Add(content switch
            {
                ToolApprovalRequestContent request => User(request.CreateResponse(random.Next(2) == 0)),
                FunctionCallContent call => new ChatMessage(random.Next(2) == 0 ? ChatRole.Tool : ChatRole.User, [Result(call.CallId)]),
                _ => throw new InvalidOperationException(),
            });
        }

        return answers.Count == 0 || random.Next(2) == 0 ? [User("u"), .. answers] : [.. answers];
    }

    /// <summary>What the model, and the client that invokes functions, make of it, until they are interrupted.</summary>
    private static List<ChatMessage> Output(Random random, ChatMessage[] input, List<AIContent> open)
    {
        open.Clear();
        var output = new List<ChatMessage>();
        var approved = input.SelectMany(message => message.Contents).OfType<ToolApprovalResponseContent>().Select(response => response.ToolCall.CallId).ToList();
        output.AddRange(approved.Select(id => Assistant(Call(id))));
        if (approved.Count > 0)
        {
            output.Add(Tool([.. approved.Select(id => Result(id))]));
        }

        for (var step = random.Next(3); step > 0; step--)
        {
            var ids = Ids.Where(_ => random.Next(2) == 0).ToList();
            if (ids.Count > 0)
            {
                output.Add(Assistant([Reasoning("hm"), .. ids.Select(Call)]));
                output.Add(Tool([.. ids.Select(id => Result(id))]));
            }
        }

        switch (random.Next(4))
        {
            case 0:
                open.AddRange(Ids.Where(_ => random.Next(2) == 0).Select(Ask));
                output.Add(Assistant([Text("may I?"), .. open]));
                break;
            case 1:
                open.AddRange(Ids.Where(_ => random.Next(2) == 0).Select(Call));
                output.Add(Assistant([Text("let me see"), .. open]));
                break;
            default:
                output.Add(Assistant(Reasoning("hm"), Text("done")));
                break;
        }

        if (random.Next(4) == 0)
        {
            output = output[..random.Next(output.Count)];
            open.Clear();
        }

        return output;
    }

    private static ChatMessage[] Anything(Random random)
    {
        ChatRole[] roles = [ChatRole.User, ChatRole.Assistant, ChatRole.Assistant, ChatRole.Tool];
        return [.. Enumerable.Range(0, random.Next(6)).Select(_ => new ChatMessage(roles[random.Next(4)], [.. Enumerable.Range(0, random.Next(4)).Select(_ => Content(random))]))];
    }

    private static AIContent Content(Random random)
    {
        var id = Ids[random.Next(3)];
        return random.Next(8) switch
        {
            0 or 1 => Call(id),
            2 or 3 => Result(id),
            4 => Ask(id),
            5 => Answer(id, random.Next(2) == 0),
            6 => Reasoning("hm"),
            _ => Text("text"),
        };
    }

    private sealed class Dropping(Random random) : IChatReducer
    {
        public Task<IEnumerable<ChatMessage>> ReduceAsync(IEnumerable<ChatMessage> messages, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<ChatMessage>>([.. messages.Where(_ => random.Next(3) > 0)]);
    }
}
