using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Benchmarks;

/// <summary>The memory of a live session, and the bytes of a session's document.</summary>
internal static class StoreMemory
{
    /// <summary>What a process is started with that measures live sessions.</summary>
    public const string Argument = "store-memory";

    private const int Sessions = 4;
    private const int Turns = 5_000;

    public static async Task<IEnumerable<StoreScore>> MeasureAsync() => [await LiveAsync(), await DocumentAsync()];

    /// <summary>The process: prints the bytes of a live session.</summary>
    public static async Task RunOneAsync()
    {
        // Every session has its own texts, as sessions have.
        using var file = new StoreFile(view: new HistoryView { MaxMessages = 50 }, isPayloadCopied: true);

        // Once for what is made with the first.
        var first = await TalkAsync(file, "first");
        var before = Held();
        var sessions = new AgentSession[Sessions];
        for (var i = 0; i < Sessions; i++)
        {
            sessions[i] = await TalkAsync(file, $"live {i}");
        }

        var bytes = Held() - before;
        GC.KeepAlive(first);
        GC.KeepAlive(sessions);
        Console.WriteLine((bytes / Sessions).ToString(CultureInfo.InvariantCulture));
    }

    // What the other benchmarks leave behind, and is collected at any time later, is not in a process of its own.
    private static async Task<StoreScore> LiveAsync()
    {
        var lines = await OwnProcess.RunAsync(Argument);
        return StoreScore.OfBytes("A live session, window of 50, after 5,000 turns", long.Parse(lines[0], CultureInfo.InvariantCulture), 100 * 1024);
    }

    private static async Task<AgentSession> TalkAsync(StoreFile file, string id)
    {
        var session = await file.Agent.GetSessionAsync(id);
        for (var i = 0; i < Turns; i++)
        {
            await file.Agent.RunAsync(file.Payload.Question(i), session);
        }

        return session;
    }

    /// <summary>The bytes of what is alive.</summary>
    private static long Held()
    {
        // Finalizers let go of what the next collection takes.
        for (var i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static async Task<StoreScore> DocumentAsync()
    {
        using var client = new TalkingChatClient();
        var agent = client.AsAIAgent(name: "A");
        var session = Talk.NewSession(agent, 1_000);
        var document = new ArrayBufferWriter<byte>();
        await agent.SerializeSessionAsync(session, document);
        var list = JsonSerializer.SerializeToUtf8Bytes(await agent.ReadMessagesAsync(session).ToListAsync(), AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(List<ChatMessage>)));
        return StoreScore.OfRatio("A session's document of 1,000 messages, beside the JSON of the list", (double)document.WrittenCount / list.Length, 1.1, $"{Table.Number(document.WrittenCount)} bytes");
    }
}
