namespace Sessions.TestKit;

/// <summary>
/// Random conversations, compared after every step with a model that knows only the rules: tools, parallel ones and ones that
/// require approval, interruptions of every kind, limits and reducers, streams, keys, state, and sessions that are restored.
/// </summary>
public abstract class RandomConversationTests
{
    /// <summary>How many conversations there are at full scale.</summary>
    protected abstract int Conversations { get; }

    /// <summary>The seed of the first, so that those of other stores are others.</summary>
    protected abstract int FirstSeed { get; }

    /// <summary>Makes a store for one session, if it is to have one.</summary>
    protected abstract SessionStore? CreateStore();

    [Fact]
    public async Task Whatever_happens_in_a_conversation_requests_are_valid_and_history_and_state_as_they_are_to_be()
    {
        var failures = new List<string>();
        for (var seed = FirstSeed; seed < FirstSeed + TestScale.Of(Conversations); seed++)
        {
            var plan = ConversationPlan.Create(seed);
            if (await TryAsync(plan) is not null)
            {
                var least = await ShrinkAsync(plan);
                var failure = await TryAsync(least);
                failures.Add($"{least}\n{(failure is CheckFailedException ? failure.Message : failure)}");
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} conversations went wrong.\n{string.Join("\n\n", failures.Take(3))}");
    }

    /// <summary>Leaves out every step that the failure does not need.</summary>
    private async Task<ConversationPlan> ShrinkAsync(ConversationPlan plan)
    {
        for (var i = plan.Steps.Count - 1; i >= 0; i--)
        {
            var without = plan with { Steps = [.. plan.Steps.Take(i), .. plan.Steps.Skip(i + 1)] };
            plan = await TryAsync(without) is null ? plan : without;
        }

        return plan;
    }

    private async Task<Exception?> TryAsync(ConversationPlan plan)
    {
        try
        {
            await ConversationRun.HaveAsync(plan, CreateStore());
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }
}
