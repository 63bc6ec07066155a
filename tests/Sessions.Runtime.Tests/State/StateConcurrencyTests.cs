using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.State;

/// <summary>State under several threads, while turns commit it.</summary>
public class StateConcurrencyTests
{
    [Fact]
    public async Task No_update_is_lost_while_turns_commit()
    {
        using var client = new ScriptedChatClient();
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
        var turns = Task.Run(async () =>
        {
            for (var i = 0; i < rounds; i++)
            {
                await agent.RunAsync("go", session);
            }
        });
        await Task.WhenAll([.. writers, turns]);
        await agent.SaveSessionAsync(session);

        var stored = await agent.GetSessionAsync("s");
        Assert.Equal(3 * rounds, stored.State.Get<Notes>().Count);
        Assert.Equal(rounds, stored.State.Get<Basket>().Items.Count);
    }

    /// <summary>A store whose commits take a moment, as those of a database do.</summary>
    private sealed class YieldingStore(SessionStore inner) : DelegatingStore(inner)
    {
        public override async ValueTask CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            await base.CommitAsync(commit, cancellationToken);
            await Task.Yield();
        }
    }
}
