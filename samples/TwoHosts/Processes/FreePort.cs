using System.Net;
using System.Net.Sockets;

namespace TwoHosts.Processes;

/// <summary>Ports of this machine.</summary>
internal static class FreePort
{
    // Systems give connections ports from 32768 up. A client that keeps asking for a dead host's port would be given that one some time.
    private const int First = 20_000;
    private const int Last = 32_000;

    /// <summary>A port that nobody has at the moment.</summary>
    public static int Find()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, Last);
            try
            {
                using var socket = new TcpListener(IPAddress.Loopback, port);
                socket.Start();
                return port;
            }
            catch (SocketException)
            {
                // It is taken.
            }
        }
    }
}
