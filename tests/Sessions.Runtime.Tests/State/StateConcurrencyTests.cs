using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.State;

/// <summary>State under several threads, while turns commit it.</summary>
public class StateConcurrencyTests
{
    [Fact]
    public async Task No_update_is_lost_while_turns_commit()
    {
        using var client = new QueuedAnswerClient();
        var agent = client.AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = new YieldingStore(new InMemorySessionStore()) });
        var session = await agent.GetSessionAsync("s");
        var rounds = TestScale.Of(1_000);
        for (var i = 0; i < rounds; i++)
        {
            client.Answer(async (_, _) =>
            {
                session.State.Get<Basket>().Items.Add("turn");
                await Task.Yield();
                return new ChatResponse(new ChatMessage(ChatRole.Assistant, "ok"));
            });
        }

        var writers = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < rounds; i++)
            {
                session.State.Update<Notes>(notes => notes with { Count = notes.Count + 1 });
                await Task.Yield();
            }
        }));
        var turns = Task.Run(() => RunAsync(agent, session, rounds));
        await Task.WhenAll([.. writers, turns]);
        await agent.SaveSessionAsync(session);

        var stored = await agent.GetSessionAsync("s");
        Assert.Equal(3 * rounds, stored.State.Get<Notes>().Count);
        Assert.Equal(rounds, stored.State.Get<Basket>().Items.Count);
    }

    [Fact]
    public async Task A_fork_has_the_history_and_the_state_of_its_turn_while_turns_run()
    {
        using var client = new QueuedAnswerClient();
        var agent = client.AsAIAgent(new ChatClientAgentOptions
        {
            Name = "A",
            ContextProviders = [new Hook("count", turn => turn.Session!.State.Update<Notes>(notes => notes with { Count = notes.Count + 1 }))],
        });
        var forks = 0;
        for (var round = 0; round < TestScale.Of(2_000); round++)
        {
            // A short session is forked most often while it commits.
            var session = await agent.CreateSessionAsync();
            var turns = Task.Run(() => RunAsync(agent, session, turns: 30));
            while (!turns.IsCompleted)
            {
                var newest = await agent.ReadTurnsAsync(session, new TurnQuery { NewestFirst = true, MaxCount = 1 }).SingleOrDefaultAsync();
                var fork = await agent.ForkSessionAsync(session, newest?.Record.Number ?? 0);
                forks++;
                Assert.Equal(fork.CurrentTurn, fork.State.Get<Notes>().Count);
                Assert.Equal(2 * fork.CurrentTurn, await agent.ReadMessagesAsync(fork).CountAsync());
            }

            await turns;
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{forks} forks");
        Assert.NotEqual(0, forks);
    }

    private static async Task RunAsync(AIAgent agent, AgentSession session, int turns)
    {
        for (var i = 0; i < turns; i++)
        {
            await agent.RunAsync("go", session);
        }
    }

    /// <summary>A store whose commits take a moment, as those of a database do.</summary>
    private sealed class YieldingStore(SessionStore inner) : DelegatingSessionStore(inner)
    {
        public override async ValueTask<CommitResult> CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            var result = await base.CommitAsync(commit, cancellationToken);
            await Task.Yield();
            return result;
        }
    }
}
