using System.Runtime.InteropServices;
using TwoHosts.Load;
using TwoHosts.Processes;

namespace TwoHosts;

/// <summary>Two hosts on one database, clients that talk to both, a host that dies in the middle, and the account of it.</summary>
internal static class Demonstration
{
    private const int Stopped = 130;

    public static async Task<int> RunAsync(string[] args)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            return await RunAsync(Options.Parse(args), stop.Token) ? 0 : 1;
        }
        catch (Exception exception) when (exception is FormatException or DatabaseMissingException)
        {
            Console.Error.WriteLine(exception.Message);
            return 2;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Console.Error.WriteLine("Stopped. The hosts and the database are gone.");
            return Stopped;
        }

        // The process goes on, to take away what it has started.
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private static async Task<bool> RunAsync(Options options, CancellationToken cancellationToken)
    {
        await using DemoDatabase database = await DemoDatabase.OpenAsync(cancellationToken);
        Console.WriteLine(database.Description);
        await using var first = new HostProcess(1, database, options.Leases);
        await using var second = new HostProcess(2, database, options.Leases);

        // At the same time, on an empty database: one of them makes the schema.
        await Task.WhenAll(first.StartAsync(cancellationToken), second.StartAsync(cancellationToken));
        Console.WriteLine($"The {first} and the {second} serve the same sessions.");

        var clients = new Clients(options, [first.Address, second.Address]);
        Console.WriteLine(clients);
        Task talking = clients.TalkAsync(cancellationToken);
        Outage? outage = await Task.WhenAny(clients.Halfway, talking) == talking ? null : await Outage.OfAsync(second, clients.Clock, cancellationToken);
        await talking;

        Account account = await Account.OfAsync(database, clients.Acknowledged);
        Report.Print(account, clients, outage);
        return account.IsRight;
    }
}
