using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Sessions.TestKit;

/// <summary>A Redis server of a test run's own, from the binary that is installed. It ends with the process that started it.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("redis-").FullName;
    private int _port;
    private Process? _shell;

    private RedisServer()
    {
    }

    /// <summary>Host and port.</summary>
    public string Address => $"127.0.0.1:{_port}";

    /// <summary>Why no server can be started here; <see langword="null"/> where one can.</summary>
    public static string? Missing { get; } = FindBinary() is null ? "Redis is not installed: redis-server is not in PATH." : null;

    private string PidFile => Path.Combine(_folder, "pid");

    /// <summary>Starts a server with a folder of its own, in which a write is on the disk before it is acknowledged.</summary>
    public static async Task<RedisServer> StartAsync()
    {
        var server = new RedisServer();
        try
        {
            await server.ServeAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the server at once, whatever it is doing.</summary>
    public async Task KillAsync()
    {
        using var server = Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(PidFile), CultureInfo.InvariantCulture));
        server.Kill();
        await StopAsync();
    }

    /// <summary>Starts the server again, at another address, on what it has left.</summary>
    public async Task ServeAsync()
    {
        var binary = FindBinary() ?? throw new InvalidOperationException(Missing);

        // Another process may take the port between the question and the start.
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            _port = LoopbackPort.Free();
            _shell = ServerShell.Start(_folder, ServerShell.CommandOf(
                binary, "--bind", "127.0.0.1", "--port", $"{_port}", "--dir", _folder, "--pidfile", PidFile, "--save", "", "--appendonly", "yes", "--appendfsync", "always"));
            if (await IsReadyAsync(_shell))
            {
                return;
            }

            await StopAsync();
        }

        throw new InvalidOperationException($"Redis did not start: {await File.ReadAllTextAsync(Path.Combine(_folder, "log"))}");
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static string? FindBinary() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "redis-server")).FirstOrDefault(File.Exists);

    private async Task<bool> IsReadyAsync(Process shell)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromSeconds(20) && !shell.HasExited; await Task.Delay(20))
        {
            if (await IsAnsweringAsync())
            {
                return true;
            }
        }

        return false;
    }

    private async Task<bool> IsAnsweringAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPEndPoint.Parse(Address));
            await client.Client.SendAsync("PING\r\n"u8.ToArray());
            var answer = new byte["+PONG".Length];
            return await client.Client.ReceiveAsync(answer) == answer.Length && answer.AsSpan().SequenceEqual("+PONG"u8);
        }
        catch (SocketException)
        {
            return false;
        }
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
