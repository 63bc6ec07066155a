using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>A cost per turn that grows with the history. What is counted here is what is read and written.</summary>
public abstract class GrowingCostTests(TestStores stores) : ReportedFailureTests(stores)
{
    [Fact]
    public async Task Compaction_makes_no_session_larger()
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
