using Npgsql;
using Sessions.Agents;

namespace Sessions.Benchmarks;

/// <summary>A schema of its own in a database, with a store and an agent on it.</summary>
internal sealed class PostgreSqlBench : IAsyncDisposable
{
    private static int _schemas;

    public PostgreSqlBench(NpgsqlDataSource source, bool changesState = true)
    {
        Source = source;
        Schema = $"bench{Interlocked.Increment(ref _schemas)}";
        Store = new PostgreSqlSessionStore(source, new PostgreSqlSessionStoreOptions { Schema = Schema });
        Agent = new StoreChatClient(Payload, changesState).AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = Store, View = new HistoryView { MaxMessages = 50 } });
    }

    public StorePayload Payload { get; } = new(400);

    public NpgsqlDataSource Source { get; }

    public string Schema { get; }

    public PostgreSqlSessionStore Store { get; }

    public ChatClientAgent Agent { get; }

    public HandWrittenTurn ByHand(string session, long number) => StoreFile.ByHand(Payload, session, number);

    /// <summary>Fills a session, many turns a commit.</summary>
    public Task FillAsync(string id, int turns) => StoreFile.FillAsync(Store, Payload, id, turns);

    public static async Task<long> ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 0;
        return await command.ExecuteScalarAsync() is long value ? value : 0;
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await ExecuteAsync(Source, $"DROP SCHEMA IF EXISTS {Schema} CASCADE");
    }
}
