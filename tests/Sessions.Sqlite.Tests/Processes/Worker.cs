using System.Diagnostics;
using System.Globalization;
using Sessions.Tests;

namespace Sessions.Sqlite.Tests;

/// <summary>Another process that commits turns to one session, and writes down the number of each turn that it was told is kept.</summary>
/// <remarks>It is this test assembly, started again to run the one explicit test below.</remarks>
public sealed class Worker
{
    private const string PathVariable = "SESSIONS_WORKER_DATABASE";
    private const string LogVariable = "SESSIONS_WORKER_LOG";
    private const string TurnsVariable = "SESSIONS_WORKER_TURNS";

    public static readonly SessionKey Session = new("tenant", "raced");

    /// <summary>Starts a worker that commits <paramref name="turns"/> turns and ends.</summary>
    internal static Process Start(DatabaseFile file, string log, int turns = int.MaxValue)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Worker).Assembly.Location, "--explicit", "only", "--filter-method", $"{typeof(Worker).FullName}.{nameof(Commit)}"])
        {
            RedirectStandardOutput = true,
            Environment =
            {
                [PathVariable] = file.Path,
                [LogVariable] = log,
                [TurnsVariable] = turns.ToString(CultureInfo.InvariantCulture),
            },
        };
        return Process.Start(start)!;
    }

    /// <summary>The numbers of the turns that a worker knows are kept.</summary>
    internal static long[] ReadLog(string log)
    {
        using var file = new FileStream(log, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return [.. reader.ReadToEnd().Split('\n')[..^1].Select(line => long.Parse(line, CultureInfo.InvariantCulture))];
    }

    [Fact(Explicit = true)]
    public async Task Commit()
    {
        var file = Environment.GetEnvironmentVariable(PathVariable);
        Assert.SkipWhen(file is null, "This is the body of another process; see Start.");
        var store = new SqliteSessionStore($"Data Source={file}");
        var logFile = new FileStream(Environment.GetEnvironmentVariable(LogVariable)!, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        await using var log = new StreamWriter(logFile) { AutoFlush = true };
        var remaining = int.Parse(Environment.GetEnvironmentVariable(TurnsVariable)!, CultureInfo.InvariantCulture);
        while (remaining > 0)
        {
            var head = (await store.LoadAsync(Session))?.Head;
            var number = (head?.LastTurn ?? 0) + 1;
            try
            {
                await store.CommitAsync(CreateCommit(number, head?.Revision));
            }
            catch (SessionConflictException)
            {
                continue;
            }

            await log.WriteAsync($"{number}\n");
            remaining--;
        }
    }

    private static SessionCommit CreateCommit(long number, long? revision)
    {
        var messages = Enumerable.Range(0, 5).Select(i => $"\"{number}.{i} {new string('x', 2000)}\"").ToArray();
        return new SessionCommit
        {
            ExpectedRevision = revision,
            Head = StoreData.Head(Session, number, number),
            Turns = [StoreData.Turn(number, messages)],
            State = [StoreData.Value("last", $"{number}")],
        };
    }
}
