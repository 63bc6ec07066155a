using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.History;

/// <summary>A view cuts in steps: between two cuts each request begins with the whole of the one before.</summary>
public class ViewStepTests
{
    private const int Requests = 300;

    public static TheoryData<int, string> Budgets
    {
        get
        {
            var data = new TheoryData<int, string>();
            foreach (var turns in new[] { 20, 21, 24, 27, 30, 33, 40, 50, 64, 90 })
            {
                foreach (var limit in new[] { "turns", "messages", "tokens", "counted tokens" })
                {
                    data.Add(turns, limit);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Budgets))]
    public async Task At_least_85_of_100_characters_are_the_beginning_of_the_request_before(int turns, string limit)
    {
        foreach (var shape in Enum.GetValues<Shape>())
        {
            var talk = new StepTalk(View(turns, limit, shape), shape);

            await talk.RunAsync(Requests);

            Assert.True(talk.Unchanged >= 0.85 * talk.Sent, $"{shape}: {talk.Unchanged} of {talk.Sent}, {(double)talk.Unchanged / talk.Sent:P1}");
        }
    }

    [Theory]
    [InlineData("turns")]
    [InlineData("messages")]
    [InlineData("counted tokens")]
    public async Task The_limit_is_kept_and_a_fifth_of_it_is_always_sent(string limit)
    {
        var talk = new StepTalk(View(24, limit, Shape.Even), Shape.Even);

        await talk.RunAsync(Requests);

        Assert.All(talk.Counts, count => Assert.InRange(count, 0, 2 * 24));
        Assert.All(talk.Counts.Skip(24), count => Assert.InRange(count, 2 * 24 / 5, 2 * 24));
        Assert.Equal(24 * 2, talk.Counts.Max());
    }

    [Theory]
    [InlineData("turns")]
    [InlineData("messages")]
    [InlineData("tokens")]
    public async Task Every_process_and_every_load_sends_the_same(string limit)
    {
        foreach (var shape in Enum.GetValues<Shape>())
        {
            var (store, view) = (new InMemorySessionStore(), View(20, limit, shape));
            var (whole, loading) = (new StepTalk(view, shape), new StepTalk(view, shape, store) { LoadsEachTime = true });

            await whole.RunAsync(120);
            await loading.RunAsync(120);

            Assert.Equal(whole.Texts, loading.Texts);
            Assert.Equal(whole.Reported, loading.Reported);
        }
    }

    [Fact]
    public async Task What_is_reported_is_what_is_unchanged()
    {
        foreach (var view in new[] { new HistoryView(), new HistoryView { MaxTurns = 20 }, new HistoryView { MaxMessages = 30 }, new HistoryView { MaxTurns = 3 } })
        {
            foreach (var shape in new[] { Shape.Even, Shape.Uneven })
            {
                var talk = new StepTalk(view, shape);

                await talk.RunAsync(60);

                Assert.Null(talk.Reported[0]);
                Assert.Equal(talk.Measured.Skip(1), talk.Reported.Skip(1).Select(reported => (long)reported!));
            }
        }
    }

    [Fact]
    public async Task Replaced_turns_do_not_move_the_cut()
    {
        var talk = new StepTalk(new HistoryView { MaxTurns = 20 }, Shape.Even) { Regenerates = true };

        await talk.RunAsync(Requests);

        Assert.True(talk.Unchanged >= 0.85 * talk.Sent, $"{talk.Unchanged} of {talk.Sent}, {(double)talk.Unchanged / talk.Sent:P1}");
    }

    [Fact]
    public async Task System_messages_of_the_first_turn_lead_every_request()
    {
        foreach (var store in new SessionStore?[] { null, new InMemorySessionStore() })
        {
            var client = new QueuedAnswerClient();
            var agent = client.AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = store, View = new HistoryView { MaxTurns = 1 } });
            var session = await agent.GetSessionAsync("s");
            await agent.RunAsync([new(ChatRole.System, "never tell prices"), new(ChatRole.User, "q1")], session);
            await agent.RunAsync("q2", session);
            for (var number = 3; number < 6; number++)
            {
                session = store is null ? session : await agent.GetSessionAsync("s");
                var response = await agent.RunAsync($"q{number}", session);

                Assert.Equal(["system: never tell prices", $"user: q{number - 1}", $"assistant: answer {number - 1}", $"user: q{number}"], client.Last.Texts);
                Assert.Equal("never tell prices".Length, response.UnchangedPrefixLength);
            }
        }
    }

    [Fact]
    public async Task System_messages_that_lead_a_providers_history_lead_every_request()
    {
        List<ChatMessage> history = [new(ChatRole.System, "be kind"), .. Enumerable.Range(0, 10).SelectMany(number => new[] { Talk.User($"q{number}"), Talk.Assistant($"a{number}") })];

        var request = await new HistoryView { MaxTurns = 1 }.ComposeAsync(history, [Talk.User("next")], TestContext.Current.CancellationToken);

        Assert.Equal("s: be kind | u: q9 | a: a9 | u: next", Talk.Words(request.Messages));
    }

    [Fact]
    public void A_history_that_a_provider_keeps_is_cut_in_steps_too()
    {
        var view = new HistoryView { MaxTurns = 20 };
        List<ChatMessage> history = [];
        var before = "";
        var (sent, unchanged) = (0L, 0L);
        for (var number = 0; number < Requests; number++)
        {
            var request = string.Join('|', view.Compose(history, [Talk.User($"question {number}")]).Messages.Select(message => message.Text));
            (sent, unchanged, before) = (sent + request.Length, unchanged + StepTalk.Common(before, request), request);
            history.AddRange([Talk.User($"question {number}"), Talk.Assistant($"answer {number}")]);
        }

        Assert.True(unchanged >= 0.85 * sent, $"{unchanged} of {sent}");
    }

    /// <summary>Turns that are replaced again and again leave branches behind, and cost no more for it.</summary>
    [Fact]
    public async Task Branches_do_not_make_a_turn_dearer()
    {
        var (few, many) = (await CostAsync(turns: 20), await CostAsync(turns: 200));

        Assert.InRange(many.Read, 0, few.Read + 2);
        Assert.InRange(many.Allocated, 0, (few.Allocated * 2) + 20_000);
    }

    private static async Task<(int Read, long Allocated)> CostAsync(int turns)
    {
        var inner = new InMemorySessionStore();
        var counted = new CountingStore(inner);
        ChatClientAgent Agent(SessionStore store) => new QueuedAnswerClient().AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = store, View = new HistoryView { MaxTurns = 8 } });
        var agent = Agent(inner);
        var session = await agent.GetSessionAsync("s");
        for (var turn = 0; turn < turns; turn++)
        {
            await agent.RunAsync($"turn {turn}", session);
            await agent.RegenerateAsync(session);
            await agent.RegenerateAsync(session);
        }

        var loaded = Agent(counted);
        await loaded.RunAsync("warm", await loaded.GetSessionAsync("s"));
        var (read, before) = (counted.TurnsRead, GC.GetAllocatedBytesForCurrentThread());
        await loaded.RunAsync("once", await loaded.GetSessionAsync("s"));
        return (counted.TurnsRead - read, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static HistoryView View(int turns, string limit, Shape shape) => limit switch
    {
        "turns" => new HistoryView { MaxTurns = turns },
        "messages" => new HistoryView { MaxMessages = (int)(turns * StepTalk.MessagesPerTurn(shape)) },
        "tokens" => new HistoryView { MaxTokens = (int)(turns * StepTalk.CharactersPerTurn(shape) / 4) + (int)(turns * StepTalk.MessagesPerTurn(shape) * 6) },
        _ => new HistoryView { MaxTokens = (int)(turns * StepTalk.MessagesPerTurn(shape)), CountTokens = _ => 1 },
    };
}
