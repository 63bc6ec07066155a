using System.Diagnostics;

namespace Sessions.TestKit;

/// <summary>
/// A PostgreSQL server of a test run's own, from the binaries that are installed. It ends with the process that started it, and may be stopped and started
/// again before.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly string _binaries;
    private readonly string _folder;
    private readonly string[] _settings;
    private Process? _shell;

    private PostgresServer(string binaries, string folder, string[] settings)
    {
        _binaries = binaries;
        _folder = folder;
        _settings = settings;
    }

    public int Port { get; private set; }

    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Username=postgres;Database=postgres";

    /// <summary>The folder of the data files.</summary>
    public string DataFolder => Path.Combine(_folder, "data");

    /// <summary>Why no server can be started here; <see langword="null"/> where one can.</summary>
    public static string? Missing { get; } = FindBinaries() is null ? "PostgreSQL is not installed: initdb is neither in PATH nor in /usr/lib/postgresql." : null;

    /// <summary>Makes a cluster in a folder of its own, and starts a server on it. What it writes need not be on the disk, unless a setting says so.</summary>
    /// <param name="settings">Settings of the server, such as <c>max_connections=10</c>.</param>
    public static async Task<PostgresServer> StartAsync(params string[] settings)
    {
        var server = new PostgresServer(FindBinaries() ?? throw new InvalidOperationException(Missing), Directory.CreateTempSubdirectory("postgres-").FullName, settings);
        try
        {
            await server.MakeClusterAsync();

            // Another process may take the port between the question and the start.
            for (var attempt = 1; attempt < 3; attempt++)
            {
                server.Port = LoopbackPort.Free();
                if (await server.TryServeAsync())
                {
                    return server;
                }
            }

            server.Port = LoopbackPort.Free();
            await server.StartAgainAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a standby of this server, which follows it until it is promoted.</summary>
    public async Task<PostgresServer> StartStandbyAsync()
    {
        var standby = new PostgresServer(_binaries, Directory.CreateTempSubdirectory("postgres-").FullName, _settings) { Port = LoopbackPort.Free() };
        try
        {
            await GiveAsync(standby._folder);
            string[] copy = AsUser(Path.Combine(_binaries, "pg_basebackup"), "-h", "127.0.0.1", "-p", $"{Port}", "-U", "postgres", "-D", standby.DataFolder, "-R", "--checkpoint=fast", "--no-sync");
            (await CommandLine.RunAsync(standby._folder, copy[0], copy[1..])).OrThrow();
            await standby.StartAgainAsync();
            return standby;
        }
        catch
        {
            await standby.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes a standby the primary.</summary>
    public Task PromoteAsync() => ControlAsync("promote", "-w");

    /// <summary>Starts the server again, at the same port, on what it has left.</summary>
    public async Task StartAgainAsync()
    {
        if (!await TryServeAsync())
        {
            throw new InvalidOperationException($"PostgreSQL did not start: {await File.ReadAllTextAsync(Path.Combine(_folder, "log"))}");
        }
    }

    /// <summary>Stops the server: what is under way is rolled back, and connections are closed.</summary>
    public async Task StopAsync()
    {
        if (_shell is null)
        {
            return;
        }

        await ServerShell.StopAsync(_shell);
        _shell = null;
    }

    /// <summary>Stops the server as if it crashed: it writes nothing more, and recovers when it is started again.</summary>
    public async Task CrashAsync()
    {
        await ControlAsync("stop", "-m", "immediate");
        await StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    // The server refuses to be root's.
    internal static string[] AsUser(params string[] command) => IsRoot ? ["runuser", "-u", "nobody", "--", .. command] : command;

    /// <summary>Makes a folder that of the user whom servers run as.</summary>
    internal static async Task GiveAsync(string folder)
    {
        if (IsRoot)
        {
            (await CommandLine.RunAsync(folder, "chown", "-R", "nobody", folder)).OrThrow();
        }
    }

    private static bool IsRoot => Environment.UserName == "root";

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

    private async Task ControlAsync(string action, params string[] arguments)
    {
        string[] control = AsUser([Path.Combine(_binaries, "pg_ctl"), action, "-D", DataFolder, .. arguments]);
        (await CommandLine.RunAsync(_folder, control[0], control[1..])).OrThrow();
    }

    private async Task MakeClusterAsync()
    {
        await GiveAsync(_folder);
        string[] make = AsUser(Path.Combine(_binaries, "initdb"), "-D", DataFolder, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
        (await CommandLine.RunAsync(_folder, make[0], make[1..])).OrThrow();
    }

    private async Task<bool> TryServeAsync()
    {
        string[] serve = ServerShell.CommandOf(
            [Path.Combine(_binaries, "postgres"), "-D", DataFolder, "-h", "127.0.0.1", "-p", $"{Port}", "-k", _folder, .. new[] { "fsync=off" }.Concat(_settings).SelectMany(setting => new[] { "-c", setting })]);
        _shell = ServerShell.Start(_folder, AsUser(serve));
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromSeconds(60) && !_shell.HasExited; await Task.Delay(50))
        {
            if ((await CommandLine.RunAsync(_folder, Path.Combine(_binaries, "pg_isready"), "-q", "-h", "127.0.0.1", "-p", $"{Port}")).ExitCode == 0)
            {
                return true;
            }
        }

        await StopAsync();
        return false;
    }
}
