using System.Diagnostics;
using TwoHosts.Processes;

namespace TwoHosts.Load;

/// <summary>The time in which a host was gone, since the clients began.</summary>
internal sealed record Outage(TimeSpan Killed, TimeSpan Back)
{
    /// <summary>Kills a host, and starts it again.</summary>
    public static async Task<Outage> OfAsync(HostProcess host, Stopwatch clock, CancellationToken cancellationToken)
    {
        TimeSpan killed = clock.Elapsed;
        await host.KillAsync();
        Console.WriteLine($"The {host} is killed after {killed.TotalSeconds:N1} s (kill -9), and started again.");
        await host.StartAsync(cancellationToken);
        TimeSpan back = clock.Elapsed;
        Console.WriteLine($"The {host} is back after {(back - killed).TotalSeconds:N1} s.");
        return new Outage(killed, back);
    }

    /// <summary>Whether a turn was under way meanwhile.</summary>
    public bool Meets(AcknowledgedTurn turn) => turn.Sent < Back && turn.Sent + turn.Took > Killed;
}
