extern alias framework;

using System.Text.Json;
using framework::Microsoft.Agents.AI;
using framework::Microsoft.Extensions.AI;
using Microsoft.Agents.AI;
using Microsoft.Data.Sqlite;

namespace Sessions.Benchmarks;

/// <summary>An agent of Microsoft Agent Framework whose session is the JSON of one row, read and written whole with every turn.</summary>
internal sealed class AgentFramework : IDisposable
{
    private readonly StorePayload _payload;
    private readonly AIAgent _agent;
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _read;
    private readonly SqliteCommand _write;

    public AgentFramework(string path, StorePayload payload)
    {
        _payload = payload;
        _agent = new StoreChatClient(payload, changesState: false).AsAIAgent(new ChatClientAgentOptions { Name = "A" });
        _connection = new SqliteConnection($"Data Source={path};Pooling=False");
        _connection.Open();
        Command("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE sessions (id TEXT PRIMARY KEY, json TEXT)").ExecuteNonQuery();
        _read = Command("SELECT json FROM sessions WHERE id = $id", "$id");
        _write = Command("INSERT INTO sessions VALUES ($id, $json) ON CONFLICT DO UPDATE SET json = $json", "$id", "$json");
    }

    /// <summary>Makes a session of so many turns.</summary>
    public async Task FillAsync(string id, int turns)
    {
        var session = await _agent.CreateSessionAsync();
        for (var turn = 0; turn < turns; turn++)
        {
            await _agent.RunAsync(_payload.Question(turn), session);
        }

        await WriteAsync(id, session);
    }

    /// <summary>Loads a session, runs a turn and writes the session.</summary>
    public async Task<string> RunAsync(string id, string question)
    {
        _read.Parameters[0].Value = id;
        using var json = JsonDocument.Parse((string)_read.ExecuteScalar()!);
        var session = await _agent.DeserializeSessionAsync(json.RootElement);
        var response = await _agent.RunAsync(question, session);
        await WriteAsync(id, session);
        return response.Text;
    }

    public void Dispose() => _connection.Dispose();

    private async Task WriteAsync(string id, AgentSession session)
    {
        (_write.Parameters[0].Value, _write.Parameters[1].Value) = (id, (await _agent.SerializeSessionAsync(session)).GetRawText());
        _write.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, params string[] parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
        {
            command.Parameters.AddWithValue(name, DBNull.Value);
        }

        return command;
    }
}
