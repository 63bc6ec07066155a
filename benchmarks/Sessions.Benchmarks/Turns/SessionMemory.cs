using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Benchmarks;

/// <summary>The memory of sessions that are alive, beside that of the lists of their messages.</summary>
internal static class SessionMemory
{
    private const int Sessions = 10_000;
    private const int Messages = 10;

    public static Score Measure()
    {
        const double MostTimes = 1.15;
        const int MostMore = 300;
        using var client = new TalkingChatClient();
        var agent = client.AsAIAgent(name: "Benchmark");

        // Once for what is made with the first of each.
        BytesOf(() => Talk.NewSession(agent, Messages));
        BytesOf(() => Talk.NewList(client, Messages));
        var ours = BytesOf(() => Talk.NewSession(agent, Messages));
        var floor = BytesOf(() => Talk.NewList(client, Messages));
        return new Score(
            $"Memory of one of {Table.Number(Sessions)} sessions of {Messages} messages",
            $"{Table.Number(ours)} bytes",
            $"{Table.Number(floor)} bytes",
            ours / floor,
            $"{Table.Number(ours - floor)} bytes",
            $"{Table.Ratio(MostTimes)} times and {MostMore} bytes",
            ours <= (floor * MostTimes) + MostMore);
    }

    private static double BytesOf<T>(Func<T> make)
        where T : class
    {
        var made = new T[Sessions];
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < made.Length; i++)
        {
            made[i] = make();
        }

        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(made);
        return (double)bytes / Sessions;
    }
}
