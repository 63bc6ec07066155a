using System.Diagnostics;

namespace Sessions.TestKit;

/// <summary>A PostgreSQL server of a test run's own, from the binaries that are installed. It ends with the process that started it.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly string _folder;
    private readonly int _port;
    private readonly Process _shell;

    private PostgresServer(string folder, int port, Process shell)
    {
        _folder = folder;
        _port = port;
        _shell = shell;
        ConnectionString = $"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres";
    }

    public string ConnectionString { get; }

    /// <summary>Why no server can be started here; <see langword="null"/> where one can.</summary>
    public static string? Missing { get; } = FindBinaries() is null ? "PostgreSQL is not installed: initdb is neither in PATH nor in /usr/lib/postgresql." : null;

    /// <summary>Makes a cluster in a folder of its own, and starts a server on it.</summary>
    /// <param name="settings">Settings of the server, such as <c>fsync=on</c>, which is off else.</param>
    public static async Task<PostgresServer> StartAsync(params string[] settings)
    {
        var binaries = FindBinaries() ?? throw new InvalidOperationException(Missing);
        var folder = Directory.CreateTempSubdirectory("postgres-").FullName;
        try
        {
            await MakeClusterAsync(binaries, folder);

            // Another process may take the port between the question and the start.
            for (var attempt = 1; ; attempt++)
            {
                var server = Start(binaries, folder, LoopbackPort.Free(), settings);
                if (await server.IsReadyAsync(binaries))
                {
                    return server;
                }

                await server.StopAsync();
                if (attempt == 3)
                {
                    throw new InvalidOperationException($"PostgreSQL did not start: {await File.ReadAllTextAsync(Path.Combine(folder, "log"))}");
                }
            }
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static bool IsRoot => Environment.UserName == "root";

    // The server refuses to be root's.
    private static string[] AsUser(params string[] command) => IsRoot ? ["runuser", "-u", "nobody", "--", .. command] : command;

    private static string? FindBinaries()
    {
        const string Installed = "/usr/lib/postgresql";
        var versions = Directory.Exists(Installed) ? Directory.GetDirectories(Installed).OrderByDescending(Version).Select(folder => Path.Combine(folder, "bin")) : [];
        var initdb = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Concat(versions)
            .Select(folder => Path.Combine(folder, "initdb")).Where(File.Exists)
            .Select(path => File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path).FirstOrDefault(File.Exists);

        // Where a link leads to, there are the others too.
        return Path.GetDirectoryName(initdb);

        static int Version(string folder) => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0;
    }

    private static async Task MakeClusterAsync(string binaries, string folder)
    {
        if (IsRoot)
        {
            (await CommandLine.RunAsync(folder, "chown", "nobody", folder)).OrThrow();
        }

        string[] make = AsUser(Path.Combine(binaries, "initdb"), "-D", DataOf(folder), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
        (await CommandLine.RunAsync(folder, make[0], make[1..])).OrThrow();
    }

    private static PostgresServer Start(string binaries, string folder, int port, string[] settings)
    {
        string[] options = ["-D", DataOf(folder), "-h", "127.0.0.1", "-p", $"{port}", "-k", folder, .. settings.Prepend("fsync=off").SelectMany(setting => new[] { "-c", setting })];
        string[] serve = ServerShell.CommandOf([Path.Combine(binaries, "postgres"), .. options]);
        return new PostgresServer(folder, port, ServerShell.Start(folder, AsUser(serve)));
    }

    private static string DataOf(string folder) => Path.Combine(folder, "data");

    private async Task<bool> IsReadyAsync(string binaries)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromSeconds(20) && !_shell.HasExited; await Task.Delay(50))
        {
            if ((await CommandLine.RunAsync(_folder, Path.Combine(binaries, "pg_isready"), "-q", "-h", "127.0.0.1", "-p", $"{_port}")).ExitCode == 0)
            {
                return true;
            }
        }

        return false;
    }

    private async Task StopAsync()
    {
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync();
        _shell.Dispose();
    }
}
