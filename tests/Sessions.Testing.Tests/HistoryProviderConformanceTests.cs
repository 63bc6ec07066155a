namespace Sessions.Testing.Tests;

/// <summary>Right history providers pass all cases, and wrong ones fail the case that is for what they do wrong.</summary>
public class HistoryProviderConformanceTests
{
    private const HistoryProviderPromises AllPromises = HistoryProviderPromises.SavesTurnOnce | HistoryProviderPromises.ReplacesAttempts | HistoryProviderPromises.RefusesConflicts;

    private static readonly IReadOnlyList<ConformanceCase> OfTable = HistoryProviderConformance.Cases(() => Task.FromResult<HistoryProvider>(new TableHistoryProvider()), AllPromises);
    private static readonly IReadOnlyList<ConformanceCase> OfSession = HistoryProviderConformance.Cases(() => Task.FromResult<HistoryProvider>(new InMemoryHistoryProvider()));

    public static TheoryData<string> NamesOfTable { get; } = [.. OfTable.Select(one => one.Name)];

    public static TheoryData<string> NamesOfSession { get; } = [.. OfSession.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(NamesOfTable))]
    public Task A_table_of_messages_is_a_history(string name) => OfTable.Single(one => one.Name == name).RunAsync(TestContext.Current.CancellationToken);

    [Theory]
    [MemberData(nameof(NamesOfSession))]
    public Task The_session_itself_is_a_history(string name) => OfSession.Single(one => one.Name == name).RunAsync(TestContext.Current.CancellationToken);

    [Theory]
    [InlineData(typeof(ForgetsTheTenant), "History: sessions of one id in two tenants do not meet")]
    [InlineData(typeof(SortsByTime), "History: no clock decides the order")]
    [InlineData(typeof(KeepsTextAlone), "History: every kind of content comes back")]
    [InlineData(typeof(SavesAgain), "History: a save that is tried again is there once")]
    [InlineData(typeof(SavesAgain), "History: an attempt that was not committed is replaced by the next")]
    [InlineData(typeof(SavesAgain), "History: of two processes that follow the same history one is refused")]
    [InlineData(typeof(HandsOutItsList), "History: a list that was loaded does not grow with later turns")]
    public async Task A_wrong_provider_fails_the_case_for_what_it_does_wrong(Type provider, string name)
    {
        var cases = HistoryProviderConformance.Cases(() => Task.FromResult((HistoryProvider)Activator.CreateInstance(provider)!), AllPromises);

        var failure = await Assert.ThrowsAsync<ConformanceException>(() => cases.Single(one => one.Name == name).RunAsync(TestContext.Current.CancellationToken));

        Assert.Contains("expected", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Promises_that_are_not_made_are_not_asked_for() =>
        Assert.Equal(
            ["History: a save that is tried again is there once", "History: an attempt that was not committed is replaced by the next", "History: of two processes that follow the same history one is refused"],
            OfTable.Select(one => one.Name).Except(OfSession.Select(one => one.Name)));
}
