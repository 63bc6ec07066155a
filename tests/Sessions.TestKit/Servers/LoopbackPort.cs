using System.Net;
using System.Net.Sockets;

namespace Sessions.TestKit;

/// <summary>Ports of this machine.</summary>
internal static class LoopbackPort
{
    /// <summary>A port that nobody has at the moment.</summary>
    public static int Free()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
