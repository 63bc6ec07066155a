using System.Diagnostics;

namespace Sessions.TestKit;

/// <summary>Another process on a database: this test assembly, started again to run one explicit test.</summary>
public sealed class WorkerProcess : IDisposable
{
    private const string DatabaseVariable = "SESSIONS_WORKER_DATABASE";
    private const string NameVariable = "SESSIONS_WORKER_NAME";

    private readonly Process _process;

    private WorkerProcess(Process process) => _process = process;

    /// <summary>What the worker was told, seen from inside it: the database, and the worker's name.</summary>
    public static (string Database, string Name) Arguments
    {
        get
        {
            var database = Environment.GetEnvironmentVariable(DatabaseVariable);
            Assert.SkipWhen(database is null, "This is the body of another process.");
            return (database!, Environment.GetEnvironmentVariable(NameVariable)!);
        }
    }

    /// <summary>Whether this process is a worker.</summary>
    public static bool IsHere => Environment.GetEnvironmentVariable(DatabaseVariable) is not null;

    /// <summary>The log of a worker.</summary>
    public static string LogPath(string database, string name) => $"{database}.{name}.log";

    /// <summary>Starts a process.</summary>
    /// <param name="body">The class of the explicit test.</param>
    /// <param name="method">The explicit test.</param>
    /// <param name="database">The path of the database.</param>
    /// <param name="name">Tells the worker apart from others on the database; one word.</param>
    public static WorkerProcess Start(Type body, string method, string database, string name)
    {
        var start = new ProcessStartInfo("dotnet", [body.Assembly.Location, "--explicit", "only", "--filter-method", $"{body.FullName}.{method}"])
        {
            RedirectStandardOutput = true,
            Environment = { [DatabaseVariable] = database, [NameVariable] = name },
        };
        return new WorkerProcess(Process.Start(start)!);
    }

    /// <summary>Waits for the process to do all it has to do.</summary>
    public async Task CompleteAsync()
    {
        var output = await _process.StandardOutput.ReadToEndAsync();
        await _process.WaitForExitAsync();
        Assert.True(_process.ExitCode == 0, output);
    }

    /// <summary>Ends the process in the middle of what it does, without a chance to tidy up.</summary>
    public async Task KillAsync()
    {
        Assert.False(_process.HasExited, "The process ended by itself.");
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits for a word from a worker.</summary>
    public static async Task WaitUntilAsync(Func<bool> condition)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (!condition())
        {
            await Task.Delay(2, timeout.Token);
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
