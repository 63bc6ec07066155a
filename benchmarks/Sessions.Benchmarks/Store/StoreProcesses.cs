using System.Diagnostics;
using System.Globalization;
using Sessions.Agents;

namespace Sessions.Benchmarks;

/// <summary>Several processes on one file, each with several sessions: how long their turns take, and how fair they share.</summary>
internal static class StoreProcesses
{
    /// <summary>What a process is started with that is one of them.</summary>
    public const string Argument = "store-process";

    private const int Processes = 4;
    private const int Sessions = 16;

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(10);

    public static async Task<IEnumerable<StoreScore>> MeasureAsync()
    {
        using var file = new StoreFile();
        await file.Store.InitializeAsync();
        var outputs = await Task.WhenAll(Enumerable.Range(0, Processes).Select(number => OwnProcess.RunAsync(Argument, file.Path, $"p{number}")));
        var times = outputs.Select(lines => lines.Select(line => double.Parse(line, CultureInfo.InvariantCulture)).ToList()).ToList();
        var all = times.SelectMany(own => own).Order().ToList();
        var (p99, slowest) = (TimeSpan.FromMilliseconds(all[(int)(all.Count * 0.99)]), TimeSpan.FromMilliseconds(all[^1]));
        var share = (double)times.Max(own => own.Count) / times.Min(own => own.Count);
        return
        [
            StoreScore.OfTime($"4 processes of 16 sessions, 99 of 100 turns ({Table.Number(all.Count / Time.TotalSeconds)} turns a second)", p99, TimeSpan.FromMilliseconds(200)),
            StoreScore.OfTime("4 processes of 16 sessions, the slowest turn", slowest, TimeSpan.FromSeconds(1)),
            StoreScore.OfRatio("4 processes of 16 sessions, most turns beside fewest", share, 2, string.Join(", ", times.Select(own => Table.Number(own.Count)))),
        ];
    }

    /// <summary>One of the processes: prints the milliseconds of each turn.</summary>
    public static async Task RunOneAsync(string path, string name)
    {
        using var store = new SqliteSessionStore($"Data Source={path}");
        var payload = new StorePayload(400);
        var agent = new StoreChatClient(payload).AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = store, View = new HistoryView { MaxMessages = 50 } });
        var end = Stopwatch.GetTimestamp() + (long)(Time.TotalSeconds * Stopwatch.Frequency);
        var times = await Task.WhenAll(Enumerable.Range(0, Sessions).Select(number => Task.Run(async () =>
        {
            var own = new List<double>();
            var session = await agent.GetSessionAsync($"{name}-{number}");
            for (var turn = 0; Stopwatch.GetTimestamp() < end; turn++)
            {
                var start = Stopwatch.GetTimestamp();
                await agent.RunAsync(payload.Question(turn), session);
                own.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            return own;
        })));
        foreach (var time in times.SelectMany(own => own))
        {
            Console.WriteLine(time.ToString(CultureInfo.InvariantCulture));
        }
    }
}
