using System.Diagnostics;

namespace TwoHosts.Processes;

/// <summary>A host, in a process of its own, which can be killed and started again at the same address.</summary>
internal sealed class HostProcess(int number, DemoDatabase database, bool leases) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private Process? _process;

    public Uri Address { get; } = new($"http://127.0.0.1:{FreePort.Find()}");

    /// <summary>Starts the process, and waits until it is healthy.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _process = Process.Start(StartInfo())!;
        using var http = new HttpClient { BaseAddress = Address };
        for (var waited = Stopwatch.StartNew(); !await IsHealthyAsync(http, cancellationToken); await Task.Delay(20, cancellationToken))
        {
            if (_process.HasExited || waited.Elapsed > Patience)
            {
                throw new InvalidOperationException($"The {this} did not start.");
            }
        }
    }

    /// <summary>Ends the process as <c>kill -9</c> does: it cannot say or finish anything.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is null)
        {
            return;
        }

        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    public override string ToString() => $"host {number} at {Address.Authority}";

    private static async Task<bool> IsHealthyAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage response = await http.GetAsync("health", cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private ProcessStartInfo StartInfo()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(HostProcess).Assembly.Location, "host", "--urls", Address.ToString()]) { RedirectStandardInput = true };
        start.Environment["ConnectionStrings__Sessions"] = database.ConnectionString;
        start.Environment["Sessions__Schema"] = database.Schema;
        start.Environment["Sessions__Leases"] = $"{leases}";
        return start;
    }
}
