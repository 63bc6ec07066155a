using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.State;

/// <summary>Updates lose nothing, whoever makes them and whenever: a turn, the reader of its stream, or somebody else.</summary>
public class ConcurrentUpdateTests
{
    public enum Place
    {
        Memory,
        Store,
    }

    public static TheoryData<Place, int> Seeds { get; } = new(from place in Enum.GetValues<Place>() from seed in Enumerable.Range(0, TestScale.Of(400)) select (place, seed));

    [Theory]
    [InlineData(Place.Memory)]
    [InlineData(Place.Store)]
    public async Task The_reader_of_a_stream_loses_nothing(Place place)
    {
        AgentSession session = null!;
        var model = new ScriptedModel(_ =>
        {
            session.State.Update<Tally>(tally => tally with { Count = tally.Count + 100 });
            return ModelAnswer.Of("a b c");
        });
        var agent = model.AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = place == Place.Store ? new InMemorySessionStore() : null });
        session = await agent.GetSessionAsync("s");

        await foreach (var _ in agent.RunStreamingAsync("hi", session))
        {
            Assert.Null(TurnContext.Current);
            session.State.Update<Tally>(tally => tally with { Count = tally.Count + 1 });
        }

        Assert.Equal(103, session.State.Get<Tally>().Count);
    }

    /// <summary>Who updates when is drawn; what is counted must be there in the end, in the object and where it is loaded again.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Nothing_is_lost_in_any_order(Place place, int seed)
    {
        var random = new Random(seed);
        var counted = 0;
        AgentSession session = null!;
        var tool = AIFunctionFactory.Create(() => Maybe(0.7), "count");
        var inner = new InMemorySessionStore();
        var store = place == Place.Store ? new InterceptedStore(inner) { OnCommit = _ => Maybe(0.5) } : null;
        var model = new ScriptedModel(request =>
        {
            Maybe(0.5);
            return request.Messages[^1].Role == ChatRole.User ? ModelAnswer.Nothing.Say("so so").Call("c1", "count").Call("c2", "count") : ModelAnswer.Of("well then");
        });
        var agent = model.AsAIAgent(new ChatClientAgentOptions
        {
            Name = "A",
            SessionStore = store,
            ChatOptions = new ChatOptions { Tools = [tool] },
            ContextProviders = [new Hook("counts", (_, _) => Maybe(0.3) ? default : default, (_, _) => Maybe(0.3) ? default : default)],
        });
        session = await agent.GetSessionAsync("s");
        for (var turn = 0; turn < 4; turn++)
        {
            Maybe(0.5);
            await foreach (var _ in agent.RunStreamingAsync("count", session))
            {
                Maybe(0.4);
            }

            Assert.Equal(counted, session.State.Get<Tally>().Count);
        }

        await agent.RunAsync("the end", session);

        Assert.Equal(counted, session.State.Get<Tally>().Count);
        var again = place == Place.Store ? await agent.GetSessionAsync("s") : await agent.DeserializeSessionAsync(await agent.SerializeSessionAsync(session));
        Assert.Equal(place == Place.Store ? await SavedAsync() : counted, again.State.Get<Tally>().Count);

        async Task<int> SavedAsync()
        {
            // What was set during the very last commit is in none yet.
            store!.OnCommit = null;
            await agent.SaveSessionAsync(session);
            again = await agent.GetSessionAsync("s");
            return counted;
        }

        bool Maybe(double chance)
        {
            if (random.NextDouble() >= chance)
            {
                return false;
            }

            counted++;
            session.State.Update<Tally>(tally => tally with { Count = tally.Count + 1 });
            return true;
        }
    }

    [Fact]
    public async Task An_update_that_cannot_be_made_again_costs_neither_the_turn_nor_its_value()
    {
        AgentSession session = null!;
        var model = new ScriptedModel(_ =>
        {
            session.State.Update<Tally>(tally => tally with { Count = 7 });
            return ModelAnswer.Of("a b");
        });
        var agent = model.AsAIAgent(name: "A");
        session = await agent.CreateSessionAsync();

        await foreach (var _ in agent.RunStreamingAsync("hi", session))
        {
            session.State.Update<Tally>(tally => tally.Count == 7 ? throw new IOException("no") : tally with { Count = tally.Count + 1 });
        }

        Assert.Equal(7, session.State.Get<Tally>().Count);
        Assert.Equal(1, session.CurrentTurn);
    }
}
