using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Sessions.TestKit;

/// <summary>A model server on 127.0.0.1 that answers as a test tells it and keeps what it was asked.</summary>
public sealed class LoopbackServer : IDisposable
{
    private readonly HttpListener _listener;
    private readonly Func<ReceivedRequest, CannedReply> _reply;
    private readonly List<ReceivedRequest> _requests = [];

    public LoopbackServer(Func<ReceivedRequest, CannedReply> reply)
    {
        _reply = reply;
        (_listener, Address) = Listen();
        _ = ServeAsync();
    }

    public LoopbackServer(CannedReply reply)
        : this(_ => reply)
    {
    }

    public Uri Address { get; }

    public IReadOnlyList<ReceivedRequest> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    public ReceivedRequest SingleRequest => Requests.Single();

    /// <summary>An address at which nothing listens.</summary>
    public static Uri NobodyThere() => new($"http://127.0.0.1:{FreePort()}/");

    public void Dispose() => _listener.Close();

    private static (HttpListener Listener, Uri Address) Listen()
    {
        // Another process may take the port between the question and the start.
        for (var attempt = 1; ; attempt++)
        {
            var address = NobodyThere();
            var listener = new HttpListener { Prefixes = { address.ToString() } };
            try
            {
                listener.Start();
                return (listener, address);
            }
            catch (HttpListenerException) when (attempt < 10)
            {
                listener.Close();
            }
        }
    }

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            await AnswerAsync(context);
        }
    }

    private static async Task<JsonDocument> ReadAsync(HttpListenerRequest request) =>
        request.HasEntityBody ? await JsonDocument.ParseAsync(request.InputStream) : JsonDocument.Parse("null");

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var body = await ReadAsync(context.Request);
        var authorization = context.Request.Headers["Authorization"] ?? context.Request.Headers["x-api-key"];
        var request = new ReceivedRequest(context.Request.Url!.AbsolutePath, authorization, body.RootElement.Clone());
        lock (_requests)
        {
            _requests.Add(request);
        }

        var reply = _reply(request);
        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = reply.ContentType;
        await using (var writer = new StreamWriter(context.Response.OutputStream))
        {
            await writer.WriteAsync(reply.Body);
        }

        context.Response.Close();
    }
}
