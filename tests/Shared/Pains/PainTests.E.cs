using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests;

/// <summary>E. A cost per turn that grows with the history. What is counted here is what is read and written.</summary>
public abstract partial class PainTests
{
    [Theory]
    [InlineData(50)]
    [InlineData(500)]
    [InlineData(2_500)]
    public async Task PainE_loading_and_running_reads_what_the_view_shows_and_writes_the_new_turn_alone(int turns)
    {
        var store = CreateStore();
        Assert.SkipWhen(store is null, "A session in memory is there as a whole.");
        var counted = new CountingStore(store);
        var model = new ScriptedModel();
        await FillAsync(Agent(model, store), turns);
        var agent = Agent(model, counted, options => options.View = new HistoryView { MaxMessages = 10 });

        await agent.RunAsync("one", await agent.GetSessionAsync("s"));
        var (read, written) = (counted.TurnsRead, counted.BytesWritten);
        await agent.RunAsync("two", await agent.GetSessionAsync("s"));

        Assert.InRange(read, 5, 7);
        Assert.Equal(read, counted.TurnsRead - read);
        Assert.InRange(written, 1, 1_000);
        Assert.InRange(counted.BytesWritten - written, 1, 1_000);
        Assert.Equal(11, model.Log.Last.Messages.Count);
    }

    [Fact]
    public async Task PainE_a_session_that_is_loaded_is_not_read_again()
    {
        var store = CreateStore();
        Assert.SkipWhen(store is null, "A session in memory is never read.");
        var counted = new CountingStore(store);
        var model = new ScriptedModel();
        await FillAsync(Agent(model, store), 100);
        var agent = Agent(model, counted);
        var session = await agent.GetSessionAsync("s");

        for (var turn = 0; turn < 5; turn++)
        {
            await agent.RunAsync("go on", session);
        }

        Assert.Equal(100, counted.TurnsRead);
        Assert.Equal(209, model.Log.Last.Messages.Count);
    }

    [Fact]
    public async Task PainE_compaction_makes_no_session_larger()
    {
        var plain = await SizeAsync(reducer: null);
        var reducer = new Summary();
        var compacted = await SizeAsync(reducer);

        Assert.True(reducer.Calls > 20);
        Assert.Equal(plain, compacted);

        async Task<int> SizeAsync(IChatReducer? reducer)
        {
            var agent = Agent(new ScriptedModel(_ => ModelAnswer.Of("an answer")), CreateStore(), options => options.View = new HistoryView { Reducer = reducer });
            var session = await agent.GetSessionAsync("s");
            for (var turn = 0; turn < 30; turn++)
            {
                await agent.RunAsync("a question", session);
            }

            return string.Join('\n', (await SessionPicture.TakeAsync(agent, session)).History).Length;
        }
    }

    /// <summary>Gives the session so many turns, in one commit.</summary>
    private static async Task FillAsync(ChatClientAgent agent, int turns)
    {
        var scratch = Agent(new Echo(), store: null);
        var session = await scratch.GetSessionAsync("s");
        for (var turn = 0; turn < turns; turn++)
        {
            await scratch.RunAsync($"turn {turn}", session);
        }

        await agent.SaveSessionAsync(await agent.DeserializeSessionAsync(await scratch.SerializeSessionAsync(session)));
    }

    private sealed class CountingStore(SessionStore inner) : DelegatingStore(inner)
    {
        public int TurnsRead { get; private set; }

        public int BytesWritten { get; private set; }

        public override IAsyncEnumerable<StoredTurn> ReadTurnsAsync(SessionKey key, long afterTurn, long throughTurn, CancellationToken cancellationToken = default) =>
            base.ReadTurnsAsync(key, afterTurn, throughTurn, cancellationToken).Select(Count);

        public override IAsyncEnumerable<StoredTurn> ReadTurnsBackwardAsync(SessionKey key, long throughTurn, CancellationToken cancellationToken = default) =>
            base.ReadTurnsBackwardAsync(key, throughTurn, cancellationToken).Select(Count);

        public override ValueTask CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default)
        {
            BytesWritten += commit.Turns.SelectMany(turn => turn.Messages).Sum(message => message.Length)
                + commit.State.Concat(commit.InitialState).Sum(value => value.Json?.Length ?? 0);
            return base.CommitAsync(commit, cancellationToken);
        }

        private StoredTurn Count(StoredTurn turn)
        {
            TurnsRead++;
            return turn;
        }
    }

    /// <summary>Puts a summary in place of all but the last turn.</summary>
    private sealed class Summary : IChatReducer
    {
        public int Calls { get; private set; }

        public Task<IEnumerable<ChatMessage>> ReduceAsync(IEnumerable<ChatMessage> messages, CancellationToken cancellationToken)
        {
            Calls++;
            return Task.FromResult<IEnumerable<ChatMessage>>([new ChatMessage(ChatRole.System, "What was said so far, in many words."), .. messages.TakeLast(2)]);
        }
    }
}
