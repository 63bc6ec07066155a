using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Benchmarks;

/// <summary>How much of what is sent was the beginning of the request before, so that a service finds it in its cache.</summary>
internal static class PrefixBenchmark
{
    private const int Requests = 300;

    public static async Task RunAsync()
    {
        var table = new Table("Budget", "Unchanged", "Cut as late as may be", "Goal, at least");
        foreach (var turns in new[] { 20, 30, 50, 100 })
        {
            table.Add($"{turns} turns", await MeasureAsync(new HistoryView { MaxTurns = turns }), Sliding(turns), Percent(0.85));
            table.Add($"{2 * turns} messages", await MeasureAsync(new HistoryView { MaxMessages = 2 * turns }), Sliding(turns), Percent(0.85));
            table.Add($"tokens of {turns} turns", await MeasureAsync(new HistoryView { MaxTokens = turns * TokensPerTurn }), Sliding(turns), Percent(0.85));
        }

        table.Print("Unchanged beginnings of requests");
    }

    private static int TokensPerTurn { get; } = Enumerable.Range(0, Requests).Sum(number => 8 + ((Question(number).Length + Talk.Answer(number).Length) / 4)) / Requests;

    private static async Task<string> MeasureAsync(HistoryView view)
    {
        var client = new TalkingChatClient(readsMessages: true);
        var agent = client.AsAIAgent(new ChatClientAgentOptions { Name = "A", View = view });
        var session = await agent.CreateSessionAsync();
        long unchanged = 0;
        for (var number = 0; number < Requests; number++)
        {
            unchanged += (await agent.RunAsync(Question(number), session)).UnchangedPrefixLength ?? 0;
        }

        return Percent((double)unchanged / client.Read);
    }

    /// <summary>The same where the oldest turn goes with each new one: from then on nothing is a beginning any more.</summary>
    private static string Sliding(int turns)
    {
        var (sent, unchanged, before) = (0L, 0L, 0L);
        var sizes = Enumerable.Range(0, Requests).Select(number => (Asked: Question(number).Length, Answered: Talk.Answer(number).Length)).ToArray();
        for (var number = 0; number < Requests; number++)
        {
            var request = sizes[Math.Max(0, number - turns)..number].Sum(size => size.Asked + size.Answered) + sizes[number].Asked;
            sent += request;
            unchanged += number > turns ? 0 : before;
            before = request;
        }

        return Percent((double)unchanged / sent);
    }

    private static string Question(int number) => $"And what about number {number} of the list that I sent?";

    private static string Percent(double part) => Table.Number(100 * part, "0.0") + " %";
}
