using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Benchmarks;

/// <summary>The time of a streamed turn, beside reading the client's stream and keeping the history by hand.</summary>
internal static class StreamTimes
{
    private const int WarmUp = 100;
    private const int Rounds = 401;
    private const int Streams = 50;
    private const int Messages = 10;

    public static Score Measure()
    {
        const double MostTimes = 2.2;
        using var client = new TalkingChatClient();
        var agent = client.AsAIAgent(name: "Benchmark");
        var results = Contest.Run(WarmUp, Rounds,
        [
            new("Sessions", () => Repeat(() => Talk.NewSession(agent, Messages), session => StreamAsync(agent, session)), Streams),
            new("By hand", () => Repeat(() => Talk.NewList(client, Messages), list => StreamByHandAsync(client, list)), Streams),
        ]);
        return Score.OfTimeRatio($"A stream of {TalkingChatClient.UpdatesPerStream} updates", results[0], results[1], MostTimes);
    }

    private static Action Repeat<T>(Func<T> make, Func<T, Task<int>> stream)
    {
        var histories = Enumerable.Range(0, Streams).Select(_ => make()).ToArray();
        return () =>
        {
            foreach (var history in histories)
            {
                Talk.Completed(stream(history));
            }
        };
    }

    private static async Task<int> StreamAsync(AIAgent agent, AgentSession session)
    {
        var count = 0;
        await foreach (var update in agent.RunStreamingAsync("next", session))
        {
            count += update.Contents.Count;
        }

        return count;
    }

    private static async Task<int> StreamByHandAsync(TalkingChatClient client, List<ChatMessage> history)
    {
        var count = 0;
        history.Add(new ChatMessage(ChatRole.User, "next"));
        List<ChatResponseUpdate> updates = [];
        await foreach (var update in client.GetStreamingResponseAsync(history))
        {
            count += update.Contents.Count;
            updates.Add(update);
        }

        history.AddRange(updates.ToChatResponse().Messages);
        return count;
    }
}
