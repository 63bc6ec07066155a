using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Benchmarks;

/// <summary>The time to write a session as JSON and to read it, beside System.Text.Json on the same messages as a list.</summary>
internal static class DocumentTimes
{
    private const int WarmUp = 50;
    private const int Rounds = 201;
    private const int Messages = 1_000;

    private static readonly JsonTypeInfo<List<ChatMessage>> ListInfo =
        (JsonTypeInfo<List<ChatMessage>>)new JsonSerializerOptions(AIJsonUtilities.DefaultOptions) { WriteIndented = false }.GetTypeInfo(typeof(List<ChatMessage>));

    public static IEnumerable<Score> Measure()
    {
        const double MostTimesSaving = 1.15;
        const double MostTimesLoading = 1.1;
        var (saving, loading) = Measure(callsTools: false, Talk.MessagesPerTurn);
        yield return Score.OfTimeRatio($"Saving {Table.Number(Messages)} messages", saving[0], saving[1], MostTimesSaving);
        yield return Score.OfTimeRatio($"Loading {Table.Number(Messages)} messages", loading[0], loading[1], MostTimesLoading);

        (saving, loading) = Measure(callsTools: true, Talk.MessagesPerToolTurn);
        yield return Score.OfTime("Saving as many, half of them a tool's", saving[0], saving[1]);
        yield return Score.OfTime("Loading as many, half of them a tool's", loading[0], loading[1]);
    }

    private static (IReadOnlyList<Measurement> Saving, IReadOnlyList<Measurement> Loading) Measure(bool callsTools, int messagesPerTurn)
    {
        using var client = new TalkingChatClient(callsTools: callsTools);
        var agent = client.AsAIAgent(name: "Benchmark");
        var session = Talk.NewSession(agent, Messages, messagesPerTurn);
        var list = Talk.NewList(client, Messages, messagesPerTurn);
        return (Save(agent, session, list), Load(agent, session, list));
    }

    private static IReadOnlyList<Measurement> Save(AIAgent agent, AgentSession session, List<ChatMessage> list)
    {
        var buffer = new ArrayBufferWriter<byte>();
        return Contest.Run(WarmUp, Rounds,
        [
            new("Sessions", () => () => Write(agent, session, buffer)),
            new("STJ", () => () => Write(list, buffer)),
        ]);
    }

    private static IReadOnlyList<Measurement> Load(AIAgent agent, AgentSession session, List<ChatMessage> list)
    {
        var (ours, theirs) = (Write(agent, session, new()), Write(list, new()));
        return Contest.Run(WarmUp, Rounds,
        [
            new("Sessions", () => () => Talk.Completed(agent.DeserializeSessionAsync(ours))),
            new("STJ", () => () => JsonSerializer.Deserialize(theirs.Span, ListInfo)),
        ]);
    }

    private static ReadOnlyMemory<byte> Write(AIAgent agent, AgentSession session, ArrayBufferWriter<byte> buffer)
    {
        buffer.ResetWrittenCount();
        Talk.Completed(WriteAsync());
        return buffer.WrittenMemory;

        async Task<int> WriteAsync()
        {
            await agent.SerializeSessionAsync(session, buffer);
            return buffer.WrittenCount;
        }
    }

    private static ReadOnlyMemory<byte> Write(List<ChatMessage> list, ArrayBufferWriter<byte> buffer)
    {
        buffer.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            JsonSerializer.Serialize(writer, list, ListInfo);
        }

        return buffer.WrittenMemory;
    }
}
