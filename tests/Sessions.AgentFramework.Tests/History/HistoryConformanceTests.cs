using Sessions.Testing;

namespace Sessions.AgentFramework.Tests.History;

/// <summary>The cases that history providers are held to, by way of the framework.</summary>
public class HistoryConformanceTests
{
    private const HistoryProviderPromises AllPromises = HistoryProviderPromises.SavesTurnOnce | HistoryProviderPromises.RefusesConflicts;

    private static readonly IReadOnlyList<ConformanceCase> OfProvider = CasesOf(() => new ThroughProvider(new TableHistoryProvider()), AllPromises);
    private static readonly IReadOnlyList<ConformanceCase> OfRun = CasesOf(() => new ThroughAgent(new TableHistoryProvider(), streamed: false));
    private static readonly IReadOnlyList<ConformanceCase> OfStream = CasesOf(() => new ThroughAgent(new TableHistoryProvider(), streamed: true));

    public static TheoryData<string> NamesOfProvider { get; } = [.. OfProvider.Select(one => one.Name)];

    public static TheoryData<string> NamesOfRun { get; } = [.. OfRun.Select(one => one.Name)];

    // Of a stream, messages are put together anew, and have ids then.
    public static TheoryData<string> NamesOfStream { get; } = [.. OfStream.Select(one => one.Name).Where(name => name != "History: every kind of content comes back")];

    [Theory]
    [MemberData(nameof(NamesOfProvider))]
    public Task A_provider_that_is_called_by_the_frameworks_contexts(string name) => RunAsync(OfProvider, name);

    [Theory]
    [MemberData(nameof(NamesOfRun))]
    public Task A_provider_in_runs_of_the_frameworks_agent(string name) => RunAsync(OfRun, name);

    [Theory]
    [MemberData(nameof(NamesOfStream))]
    public Task A_provider_in_streams_of_the_frameworks_agent(string name) => RunAsync(OfStream, name);

    private static IReadOnlyList<ConformanceCase> CasesOf(Func<HistoryProvider> create, HistoryProviderPromises promises = HistoryProviderPromises.None) =>
        HistoryProviderConformance.Cases(() => Task.FromResult(create()), promises);

    private static Task RunAsync(IReadOnlyList<ConformanceCase> cases, string name) =>
        cases.Single(one => one.Name == name).RunAsync(TestContext.Current.CancellationToken);
}
