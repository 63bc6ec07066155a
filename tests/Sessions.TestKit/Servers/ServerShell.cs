using System.Diagnostics;

namespace Sessions.TestKit;

/// <summary>Runs a server that ends when the process that started it has gone, however that ended.</summary>
internal static class ServerShell
{
    // The server runs until its shell has read its input to the end, which comes at the latest when this process has gone.
    private const string ServeUntilInputEnds = """ "$@" >log 2>&1 & server=$!; cat >/dev/null; kill -INT $server 2>/dev/null; wait $server 2>/dev/null """;

    /// <summary>The command that serves until its input ends. What the server says is in the file <c>log</c> of the folder.</summary>
    public static string[] CommandOf(params string[] server) => ["sh", "-c", ServeUntilInputEnds, "sh", .. server];

    /// <summary>Starts a command in a folder, with an input that the caller closes to end it.</summary>
    public static Process Start(string folder, params string[] command) =>
        Process.Start(new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = folder, RedirectStandardInput = true })!;

    /// <summary>Ends a server, and waits for its end.</summary>
    public static async Task StopAsync(Process shell)
    {
        shell.StandardInput.Close();
        await shell.WaitForExitAsync();
        shell.Dispose();
    }
}
