using System.Text.Json;
using Microsoft.Extensions.AI;
using Sessions.Agents;
using Sessions.Storage;

namespace Sessions.Benchmarks;

/// <summary>A SQLite file in a folder of its own, with a store and an agent on it.</summary>
internal sealed class StoreFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sessions-bench-");

    public StoreFile(int characters = 400, HistoryView? view = null, bool changesState = true, bool isPayloadCopied = false)
    {
        Payload = new StorePayload(characters, isPayloadCopied);
        Store = new SqliteSessionStore(ConnectionString);
        Agent = NewAgent(Store, view, changesState);
    }

    public StorePayload Payload { get; }

    public SqliteSessionStore Store { get; }

    public ChatClientAgent Agent { get; }

    public string Path => System.IO.Path.Combine(_folder.FullName, "sessions.db");

    public string ConnectionString => $"Data Source={Path}";

    public long LogLength => File.Exists(Path + "-wal") ? new FileInfo(Path + "-wal").Length : 0;

    public string PathOf(string name) => System.IO.Path.Combine(_folder.FullName, name);

    public ChatClientAgent NewAgent(SessionStore store, HistoryView? view = null, bool changesState = true) =>
        new StoreChatClient(Payload, changesState).AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = store, View = view });

    /// <summary>An agent that reads a session from the file each time that it gets it.</summary>
    public ChatClientAgent NewUncachedAgent(HistoryView? view = null, SessionStore? store = null) =>
        new StoreChatClient(Payload, changesState: false).AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = store ?? Store, SessionCacheBytes = 0, View = view });

    /// <summary>Fills a session, many turns a commit.</summary>
    public Task FillAsync(string id, int turns, bool withState = true) => FillAsync(Store, Payload, id, turns, withState);

    /// <summary>Fills a session of a store, many turns a commit.</summary>
    public static async Task FillAsync(SessionStore store, StorePayload payload, string id, int turns, bool withState = true)
    {
        var (revision, number) = ((long?)null, 0L);
        while (number < turns)
        {
            var batch = new List<StoredTurn>();
            for (; batch.Count < 500 && number < turns; number++)
            {
                batch.Add(Turn(payload, (int)number + 1, withState));
            }

            var next = (revision ?? 0) + 1;
            await store.CommitAsync(new SessionCommit
            {
                ExpectedRevision = revision,
                Head = new SessionHead { Key = new SessionKey(id), AgentId = "A", HistoryOwner = HistoryOwner.Local, CurrentTurn = number, LastTurn = number, TurnCount = number, Revision = next, CreatedAt = DateTimeOffset.UnixEpoch, UpdatedAt = DateTimeOffset.UtcNow },
                Turns = batch,
            });
            revision = next;
        }
    }

    public static byte[] Message(ChatRole role, string text) => JsonSerializer.SerializeToUtf8Bytes(new ChatMessage(role, text), AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(ChatMessage)));

    public HandWrittenTurn ByHand(string session, long number) => ByHand(Payload, session, number);

    public static HandWrittenTurn ByHand(StorePayload payload, string session, long number) =>
        new(session, number, Message(ChatRole.User, payload.Question((int)number)), Message(ChatRole.Assistant, payload.Answer((int)number)), State((int)number));

    public void Dispose()
    {
        Store.Dispose();
        _folder.Delete(recursive: true);
    }

    private static StoredTurn Turn(StorePayload payload, int number, bool withState) => new()
    {
        Number = number,
        Id = Guid.NewGuid().ToString("N"),
        ParentTurn = number - 1,
        Depth = number,
        Record = """{"at":638000000000000000,"took":12345678}"""u8.ToArray(),
        Messages = (byte[])[(byte)'[', .. Message(ChatRole.User, payload.Question(number)), (byte)',', .. Message(ChatRole.Assistant, payload.Answer(number)), (byte)']'],
        MessageCount = 2,
        State = withState ? [new StateValue("Progress", 1, State(number))] : [],
    };

    private static byte[] State(int number) => System.Text.Encoding.UTF8.GetBytes($"{{\"Step\":{number},\"Place\":\"somewhere between the hut and the pass\"}}");
}
