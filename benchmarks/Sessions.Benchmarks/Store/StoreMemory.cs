using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Benchmarks;

/// <summary>The memory of a live session, and the bytes of a session's document.</summary>
internal static class StoreMemory
{
    public static async Task<IEnumerable<StoreScore>> MeasureAsync() => [await LiveAsync(), await DocumentAsync()];

    private static async Task<StoreScore> LiveAsync()
    {
        using var file = new StoreFile(view: new HistoryView { MaxMessages = 50 });
        var warm = await file.Agent.GetSessionAsync("warm");
        await file.Agent.RunAsync("warm", warm);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var session = await file.Agent.GetSessionAsync("live");
        for (var i = 0; i < 5_000; i++)
        {
            await file.Agent.RunAsync(file.Payload.Question(i), session);
        }

        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(session);
        return StoreScore.OfBytes("A live session, window of 50, after 5,000 turns", bytes, 100 * 1024);
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
