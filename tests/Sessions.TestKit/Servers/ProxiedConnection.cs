using System.Net.Sockets;

namespace Sessions.TestKit;

/// <summary>A connection of a client with a server, through a proxy. When one side is closed or cut, the other is too.</summary>
internal sealed class ProxiedConnection(ServerProxy proxy, TcpClient client, TcpClient server) : IDisposable
{
    private readonly TaskCompletionSource _isAnswered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _serverSpoke = 1;
    private bool _isLate;

    public async Task RunAsync()
    {
        var requests = PumpAsync(ProxyWay.Request, client.GetStream(), server.GetStream());
        var answers = PumpAsync(ProxyWay.Answer, server.GetStream(), client.GetStream());
        if (await Task.WhenAny(requests, answers) == answers)
        {
            _isAnswered.TrySetResult();
        }

        await (_isLate ? requests : Task.CompletedTask);
    }

    public void Dispose()
    {
        client.Dispose();
        server.Dispose();
    }

    private async Task DeliverLateAsync(ProxyCut cut, ReadOnlyMemory<byte> rest)
    {
        _isLate = true;
        client.Dispose();
        await cut.Late!;
        await server.GetStream().WriteAsync(rest);
        await _isAnswered.Task;
        cut.OnLateAnswer();
    }

    private async Task PumpAsync(ProxyWay way, NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReadAsync(buffer) is var count and > 0)
            {
                var isTurn = Interlocked.Exchange(ref _serverSpoke, way == ProxyWay.Answer ? 1 : 0) == 1 && way == ProxyWay.Request;
                if (way == ProxyWay.Answer && proxy.Delay > TimeSpan.Zero)
                {
                    await Task.Delay(proxy.Delay);
                }

                var (passed, isCut) = proxy.Pass(way, count, isTurn);
                await to.WriteAsync(buffer.AsMemory(0, passed));
                if (isCut)
                {
                    if (proxy.Cut is { Late: not null } cut)
                    {
                        await DeliverLateAsync(cut, buffer.AsMemory(passed, count - passed));
                    }

                    return;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // One side has gone.
        }
    }
}
