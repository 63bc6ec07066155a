using System.Net;
using System.Net.Sockets;

namespace Sessions.TestKit;

/// <summary>Stands between clients and a server of this machine: counts what goes to and fro, makes it slow, and cuts connections.</summary>
public sealed class ServerProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _serverPort;
    private readonly List<ProxiedConnection> _connections = [];
    private readonly Task _serving;
    private long _roundTrips;
    private long _requestBytes;
    private long _answerBytes;

    /// <summary>Serves on a port of its own.</summary>
    /// <param name="serverPort">The port of the server.</param>
    public ServerProxy(int serverPort)
    {
        _serverPort = serverPort;
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How often a client has sent something after the server had spoken.</summary>
    public long RoundTrips => Interlocked.Read(ref _roundTrips);

    /// <summary>How many bytes clients have sent.</summary>
    public long RequestBytes => Interlocked.Read(ref _requestBytes);

    /// <summary>How many bytes the server has sent.</summary>
    public long AnswerBytes => Interlocked.Read(ref _answerBytes);

    /// <summary>How long each part of an answer is held back.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Where a connection is cut, if one is to be.</summary>
    public ProxyCut? Cut { get; set; }

    /// <summary>Cuts all connections that there are.</summary>
    public void CutAll()
    {
        lock (_connections)
        {
            _connections.ForEach(connection => connection.Dispose());
            _connections.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        CutAll();
    }

    /// <summary>Takes note of what goes one way, and says how much of it may, and whether the connection is cut then.</summary>
    internal (int Count, bool IsCut) Pass(ProxyWay way, int count, bool isTurn)
    {
        Interlocked.Add(ref way == ProxyWay.Request ? ref _requestBytes : ref _answerBytes, count);
        Interlocked.Add(ref _roundTrips, isTurn ? 1 : 0);
        return Cut?.Pass(way, count) ?? (count, false);
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync();
                _ = ConnectAsync(client);
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ConnectAsync(TcpClient client)
    {
        var server = new TcpClient { NoDelay = true };
        client.NoDelay = true;
        using var connection = new ProxiedConnection(this, client, server);
        lock (_connections)
        {
            _connections.Add(connection);
        }

        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _serverPort);
            await connection.RunAsync();
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            // A client finds the same at the proxy as at the server: nobody is there.
        }
    }
}
