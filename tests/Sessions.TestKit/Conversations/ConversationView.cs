using Microsoft.Extensions.AI;

namespace Sessions.TestKit;

/// <summary>The views of random conversations.</summary>
public static class ConversationView
{
    public static HistoryView Create(ConversationPlan plan) => plan.View switch
    {
        PlannedView.Turns => new HistoryView { MaxTurns = plan.Limit },
        PlannedView.Messages => new HistoryView { MaxMessages = plan.Limit * 2 },
        PlannedView.Tokens => new HistoryView { MaxTokens = plan.Limit * 40 },
        PlannedView.Reducer => new HistoryView { Reducer = new FirstAndLatest(plan.Limit * 2) },
        _ => new HistoryView(),
    };

    /// <summary>Takes the first message of the user and the latest messages: knows nothing of calls and results, as reducers do.</summary>
    private sealed class FirstAndLatest(int count) : IChatReducer
    {
        public Task<IEnumerable<ChatMessage>> ReduceAsync(IEnumerable<ChatMessage> messages, CancellationToken cancellationToken)
        {
            List<ChatMessage> all = [.. messages];
            var latest = all.TakeLast(count).ToList();
            var first = all.SkipLast(count).FirstOrDefault(message => message.Role == ChatRole.User);
            return Task.FromResult<IEnumerable<ChatMessage>>(first is null ? latest : [first, .. latest]);
        }
    }
}
