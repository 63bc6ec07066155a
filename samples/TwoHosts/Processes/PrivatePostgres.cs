namespace TwoHosts.Processes;

/// <summary>A PostgreSQL server of the sample's own, from the binaries that are installed, in a folder that is deleted with it.</summary>
internal sealed class PrivatePostgres : IAsyncDisposable
{
    private readonly string _binaries;
    private readonly string _folder;

    private PrivatePostgres(string binaries, string folder) => (_binaries, _folder) = (binaries, folder);

    public string ConnectionString { get; private set; } = "";

    // The server refuses to be root's, as in a container.
    private static bool IsRoot => Environment.UserName == "root";

    private string Data => Path.Combine(_folder, "data");

    /// <summary>Makes a cluster, and starts a server on it.</summary>
    /// <exception cref="DatabaseMissingException">PostgreSQL is not installed.</exception>
    public static async Task<PrivatePostgres> StartAsync(CancellationToken cancellationToken)
    {
        var server = new PrivatePostgres(FindBinaries() ?? throw new DatabaseMissingException(), Directory.CreateTempSubdirectory("two-hosts-").FullName);
        try
        {
            await server.MakeClusterAsync();
            await server.ServeAsync();
            cancellationToken.ThrowIfCancellationRequested();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(Data, "postmaster.pid")))
        {
            await RunAsync("pg_ctl", "stop", "-D", Data, "-m", "fast", "-w");
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static string? FindBinaries()
    {
        const string Installed = "/usr/lib/postgresql";
        var versions = Directory.Exists(Installed) ? Directory.GetDirectories(Installed).OrderDescending(StringComparer.Ordinal).Select(folder => Path.Combine(folder, "bin")) : [];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Concat(versions)
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "pg_ctl")));
    }

    private async Task MakeClusterAsync()
    {
        if (IsRoot)
        {
            await ToolProcess.RunAsync("chown", "nobody", _folder);
        }

        await RunAsync("initdb", "-D", Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C");
    }

    private async Task ServeAsync()
    {
        var port = FreePort.Find();
        await RunAsync("pg_ctl", "start", "-D", Data, "-l", Path.Combine(_folder, "log"), "-o", $"-h 127.0.0.1 -p {port} -k {_folder}", "-w");
        ConnectionString = $"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres";
    }

    private Task RunAsync(string program, params string[] arguments)
    {
        string[] command = [Path.Combine(_binaries, program), .. arguments];
        return IsRoot ? ToolProcess.RunAsync("runuser", ["-u", "nobody", "--", .. command]) : ToolProcess.RunAsync(command[0], command[1..]);
    }
}
