using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>Sixty-four runs on one session at the same time.</summary>
public abstract class OverlappingRunTests(TestStores stores) : TestsWithStores(stores)
{
    private const int Runs = 64;

    /// <summary>How the runs are made.</summary>
    public enum Form
    {
        Runs,
        Streams,
        Both,
    }

    public static TheoryData<Form> Forms { get; } = new(Enum.GetValues<Form>());

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Runs_on_one_object_are_all_kept_once_and_one_after_the_other(Form form) => await OverlapAsync(form, manyObjects: false);

    protected async Task OverlapAsync(Form form, bool manyObjects)
    {
        var model = new ScriptedModel(request => ModelAnswer.Of($"re {request.Messages[^1].Text}").After(token => Task.Delay(1, token)));
        var agent = model.AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = CreateStore(), ContextProviders = [new Counter()] });
        var session = await agent.GetSessionAsync("s");

        var answers = await Task.WhenAll(Enumerable.Range(0, Runs).Select(number => Task.Run(async () =>
        {
            var own = manyObjects ? await agent.GetSessionAsync("s") : session;
            return form == Form.Streams || (form == Form.Both && number % 2 == 0)
                ? await agent.RunStreamingAsync($"run {number}", own).ToAgentResponseAsync()
                : await agent.RunAsync($"run {number}", own);
        })));

        Assert.Equal(Enumerable.Range(0, Runs).Select(number => $"re run {number}"), answers.Select(answer => answer.Text));
        var last = manyObjects ? await agent.GetSessionAsync("s") : session;
        Assert.Equal(Runs, last.Revision);
        Assert.Equal(Runs, last.State.Get<Tally>().Count);
        var picture = await SessionPicture.TakeAsync(agent, last);
        var inputs = picture.Turns.Select(turn => turn.Messages[0]).ToList();
        Assert.Equal(Enumerable.Range(0, Runs).Select(number => $"user: run {number}").Order(StringComparer.Ordinal), inputs.Order(StringComparer.Ordinal));
        Assert.Equal(inputs.SelectMany(input => new[] { input, input.Replace("user: ", "assistant: re ", StringComparison.Ordinal) }), picture.History);

        // A serial order: each turn was asked with all those before it, and no other.
        model.Log.ThrowIfInvalid();
        Assert.Equal(
            Enumerable.Range(0, Runs).Select(turn => string.Join('\n', picture.History.Take((2 * turn) + 1))),
            model.Log.Requests.Select(request => string.Join('\n', request.Texts)));
    }

    private sealed class Counter : AIContextProvider
    {
        public override ValueTask InvokingAsync(TurnContext turn, CancellationToken cancellationToken)
        {
            turn.Session!.State.Update<Tally>(tally => tally with { Count = tally.Count + 1 });
            return default;
        }
    }
}
