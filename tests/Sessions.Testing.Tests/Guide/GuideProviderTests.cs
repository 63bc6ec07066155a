using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Testing.Tests.Guide;

public class GuideProviderTests
{
    [Fact]
    public async Task The_provider_says_what_day_it_is()
    {
        var agent = new ScriptedChatClient().AsAIAgent(name: "Guide");
        var turn = new TurnContext(agent, session: null, [new ChatMessage(ChatRole.User, "What day is it?")]);

        await new Today(new DateOnly(2026, 8, 1)).InvokingAsync(turn, CancellationToken.None);

        Assert.Equal("Today is 2026-08-01.", turn.Instructions);
    }
}

public sealed class Today(DateOnly day) : AIContextProvider
{
    public override ValueTask InvokingAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        turn.AddInstructions($"Today is {day:yyyy-MM-dd}.");
        return default;
    }
}

public class TableHistoryProviderTests
{
    private static readonly IReadOnlyList<ConformanceCase> Cases = HistoryProviderConformance.Cases(
        () => Task.FromResult<HistoryProvider>(new TableHistoryProvider()),
        HistoryProviderPromises.SavesTurnOnce | HistoryProviderPromises.RefusesConflicts);

    public static TheoryData<string> Names { get; } = [.. Cases.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public Task It_is_a_history(string name) => Cases.Single(one => one.Name == name).RunAsync();
}
