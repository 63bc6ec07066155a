using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Sessions.TestKit;

/// <summary>PgBouncer in transaction mode before a PostgreSQL server, from the binary that is installed. It ends with the process that started it.</summary>
public sealed class PgBouncerServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pgbouncer-").FullName;
    private Process? _shell;

    private PgBouncerServer()
    {
    }

    public int Port { get; private set; }

    /// <summary>Why none can be started here; <see langword="null"/> where one can.</summary>
    public static string? Missing { get; } = FindBinary() is null ? "PgBouncer is not installed: pgbouncer is neither in PATH nor in /usr/sbin." : null;

    /// <summary>Starts one.</summary>
    /// <param name="serverPort">The port of the server.</param>
    /// <param name="poolSize">How many connections to the server there are at most, of each user to each database.</param>
    public static async Task<PgBouncerServer> StartAsync(int serverPort, int poolSize)
    {
        var pooler = new PgBouncerServer();
        try
        {
            await pooler.ServeAsync(FindBinary() ?? throw new InvalidOperationException(Missing), serverPort, poolSize);
            return pooler;
        }
        catch
        {
            await pooler.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static string? FindBinary() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin")
        .Select(folder => Path.Combine(folder, "pgbouncer")).FirstOrDefault(File.Exists);

    private async Task ServeAsync(string binary, int serverPort, int poolSize)
    {
        var settings = Path.Combine(_folder, "pgbouncer.ini");
        await File.WriteAllTextAsync(Path.Combine(_folder, "users"), "\"postgres\" \"\"\n");

        // Another process may take the port between the question and the start.
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            Port = LoopbackPort.Free();
            await File.WriteAllTextAsync(settings, $"""
                [databases]
                * = host=127.0.0.1 port={serverPort}
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = {Port}
                unix_socket_dir =
                auth_type = trust
                auth_file = {_folder}/users
                pool_mode = transaction
                default_pool_size = {poolSize}
                max_client_conn = 500

                """);
            await PostgresServer.GiveAsync(_folder);
            _shell = ServerShell.Start(_folder, PostgresServer.AsUser(ServerShell.CommandOf(binary, settings)));
            if (await IsReadyAsync(_shell))
            {
                return;
            }

            await StopAsync();
        }

        throw new InvalidOperationException($"PgBouncer did not start: {await File.ReadAllTextAsync(Path.Combine(_folder, "log"))}");
    }

    private async Task<bool> IsReadyAsync(Process shell)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromSeconds(20) && !shell.HasExited; await Task.Delay(20))
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, Port);
                return true;
            }
            catch (SocketException)
            {
                // Not yet.
            }
        }

        return false;
    }

    private async Task StopAsync()
    {
        if (_shell is null)
        {
            return;
        }

        await ServerShell.StopAsync(_shell);
        _shell = null;
    }
}
