using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Benchmarks;

/// <summary>The time of a turn, beside the client's call with a list that is kept by hand.</summary>
internal static class TurnTimes
{
    private const int WarmUp = 50;
    private const int Rounds = 201;
    private const int Turns = 400;

    /// <summary>Where the client does not look at what it is sent, so that all there is to see is ours.</summary>
    public static Score At(int messages)
    {
        const double MostNanosecondsOver = 2_000;
        using var client = new TalkingChatClient();
        var (ours, floor) = Measure(client, messages);
        return Score.OfTimeOver($"A turn at {Table.Number(messages)} messages", ours, floor, MostNanosecondsOver);
    }

    /// <summary>Where the client reads every message, as real ones do.</summary>
    public static Score AtWithReading(int messages)
    {
        const double MostTimes = 1.2;
        using var client = new TalkingChatClient(readsMessages: true);
        var (ours, floor) = Measure(client, messages);
        return Score.OfTimeRatio($"A turn at {Table.Number(messages)} messages, all read by the client", ours, floor, MostTimes);
    }

    private static (Measurement Ours, Measurement Floor) Measure(TalkingChatClient client, int messages)
    {
        // A history grows by a tenth at most while it is measured: the shorter it is, the more of them there are.
        var turnsOfOne = Math.Clamp(messages / 10 / Talk.MessagesPerTurn, 1, Turns);
        var agent = client.AsAIAgent(name: "Benchmark");
        var questions = Enumerable.Range(0, Turns).Select(Talk.Question).ToArray();
        var results = Contest.Run(WarmUp, Rounds,
        [
            new("Sessions", () => Turn(Prepare(() => Talk.NewSession(agent, messages), Turns / turnsOfOne), (session, question) => Talk.Completed(agent.RunAsync(question, session)), questions), Turns),
            new("By hand", () => Turn(Prepare(() => Talk.NewList(client, messages), Turns / turnsOfOne), (list, question) => Talk.RunByHand(client, list, question), questions), Turns),
        ]);
        return (results[0], results[1]);
    }

    private static T[] Prepare<T>(Func<T> make, int count)
    {
        var made = new T[count];
        for (var i = 0; i < count; i++)
        {
            made[i] = make();
        }

        // What was made is not to be collected while a turn is measured.
        GC.Collect();
        return made;
    }

    private static Action Turn<T>(T[] histories, Action<T, string> run, string[] questions) => () =>
    {
        for (var i = 0; i < questions.Length; i++)
        {
            run(histories[i % histories.Length], questions[i]);
        }
    };
}
