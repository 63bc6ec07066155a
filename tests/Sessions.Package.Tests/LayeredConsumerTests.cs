namespace Sessions.Package.Tests;

/// <summary>A library with state of its own, and a program that has the package through it alone.</summary>
public sealed class LayeredConsumerTests(PackedPackages packages)
{
    private const string LibraryLock = "Travel/sessions.lock.json";
    private const string ProgramLock = "App/sessions.lock.json";

    private readonly ConsumerProject _projects = packages.Copy("Layered");

    [Fact]
    public async Task Each_has_its_own_state_and_its_own_lock_file()
    {
        var build = (await _projects.BuildAsync("App", "--output", "out")).OrThrow();
        Assert.DoesNotContain("warning", build, StringComparison.Ordinal);
        Assert.Equal("Trip { Goal = Rome } Mood { Now = merry }\n", await _projects.RunAsync("out/App.dll"));

        (await _projects.BuildAsync("App", "-t:ShipSessionState")).OrThrow();
        Assert.Contains("\"status\": \"shipped\"", await _projects.ReadAsync(ProgramLock), StringComparison.Ordinal);
        Assert.Contains("\"status\": \"draft\"", await _projects.ReadAsync(LibraryLock), StringComparison.Ordinal);

        await _projects.ReplaceAsync("App/Mood.cs", "string? Now", "int Now");
        await _projects.ReplaceAsync("App/Program.cs", "\"merry\"", "1");
        await _projects.ReplaceAsync("Travel/Trip.cs", "string? Goal", "string? Place");
        await _projects.ReplaceAsync("App/Program.cs", "Goal", "Place");
        var broken = await _projects.BuildAsync("App");
        Assert.NotEqual(0, broken.ExitCode);
        Assert.Contains("Mood.cs(6,30): error SESS403: 'Mood' no longer has the shape of version 1, which has shipped: 'Now' was 'string?' and is 'int'", broken.Output, StringComparison.Ordinal);
        Assert.Contains("Trip.cs(6,30): warning SESS402: Draft version 1 of state 'Trip'", broken.Output, StringComparison.Ordinal);
    }
}
