using Sessions.Testing;

namespace Sessions.AgentFramework.Tests.Durable;

/// <summary>The cases that history providers are held to, asked of the sessions of a wrapped agent.</summary>
public sealed class ConformanceTests : IDisposable
{
    private static readonly List<SqliteSessionStore> Opened = [];
    private static readonly string Folder = Directory.CreateTempSubdirectory("wrapped-").FullName;

    private static readonly IReadOnlyList<ConformanceCase> InMemory = CasesOf(() => new ThroughSessions(new InMemorySessionStore(), streamed: false));
    private static readonly IReadOnlyList<ConformanceCase> InMemoryStreamed = CasesOf(() => new ThroughSessions(new InMemorySessionStore(), streamed: true));
    private static readonly IReadOnlyList<ConformanceCase> OnDisk = CasesOf(() => new ThroughSessions(NewFile(), streamed: false));

    // One of the odd texts is empty, and a run refuses a message that says nothing.
    public static TheoryData<string> Names { get; } = [.. InMemory.Select(one => one.Name).Where(name => name != "History: odd and long texts come back")];

    // Of a stream, messages are put together anew, and have ids then.
    public static TheoryData<string> NamesOfStreams { get; } = [.. Names.Select(row => row.Data).Where(name => name != "History: every kind of content comes back")];

    public void Dispose()
    {
        lock (Opened)
        {
            Opened.ForEach(store => store.Dispose());
            Opened.Clear();
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public Task Runs(string name) => RunAsync(InMemory, name);

    [Theory]
    [MemberData(nameof(NamesOfStreams))]
    public Task Streams(string name) => RunAsync(InMemoryStreamed, name);

    [Theory]
    [MemberData(nameof(Names))]
    public Task Runs_in_a_file(string name) => RunAsync(OnDisk, name);

    private static SqliteSessionStore NewFile()
    {
        var store = new SqliteSessionStore($"Data Source={Path.Combine(Folder, Guid.NewGuid().ToString("N"))}.db");
        lock (Opened)
        {
            Opened.Add(store);
        }

        return store;
    }

    private static IReadOnlyList<ConformanceCase> CasesOf(Func<HistoryProvider> create) => HistoryProviderConformance.Cases(() => Task.FromResult(create()));

    private static Task RunAsync(IReadOnlyList<ConformanceCase> cases, string name) =>
        cases.Single(one => one.Name == name).RunAsync(TestContext.Current.CancellationToken);
}
