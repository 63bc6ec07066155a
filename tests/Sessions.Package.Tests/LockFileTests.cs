using System.Text.RegularExpressions;

namespace Sessions.Package.Tests;

/// <summary>The state lock file, from the packed package: its build support, its diagnostics, and its fix.</summary>
public sealed partial class LockFileTests(PackedConsumer consumer) : IClassFixture<PackedConsumer>
{
    private const string Shipped = """
        {
          "Visits": {
            "1": {
              "status": "shipped",
              "type": "Consumer.Visits",
              "shapes": {
                "Consumer.Visits": {
                  "Count": "int",
                  "Messages": "string[]"
                }
              }
            }
          }
        }

        """;

    private static readonly string Draft = Shipped.Replace("shipped", "draft", StringComparison.Ordinal);

    private string LockFile => Path.Combine(consumer.Folder, "sessions.lock.json");

    [Fact]
    public async Task A_renamed_property_fails_the_build_until_the_fix_migrates_what_is_stored()
    {
        await StartAndShipAsync();
        (await BuildAsync()).OrThrow();
        Assert.Contains("visits: 1 [one]", await SayAsync("one"), StringComparison.Ordinal);

        await RenameCountAsync();
        var broken = await BuildAsync();
        Assert.NotEqual(0, broken.ExitCode);
        Assert.Contains("State.cs(8,30): error SESS403: 'Visits' no longer has the shape of version 1, which has shipped: 'Count' was renamed to 'Total'", broken.Output, StringComparison.Ordinal);

        (await consumer.DotnetAsync("format", "analyzers", "--diagnostics", "SESS403", "--severity", "error")).OrThrow();
        Assert.DoesNotContain("SESS4", (await BuildAsync()).OrThrow(), StringComparison.Ordinal);
        Assert.Contains("\"status\": \"draft\"", await File.ReadAllTextAsync(LockFile), StringComparison.Ordinal);
        Assert.Contains("visits: 2 [one, two]", await SayAsync("two"), StringComparison.Ordinal);
    }

    /// <summary>Begins with an empty file, as the guide says, lets the fix fill it, and releases what agrees with the code.</summary>
    private async Task StartAndShipAsync()
    {
        await File.WriteAllTextAsync(LockFile, "{}");
        (await consumer.DotnetAsync("format", "analyzers", "--diagnostics", "SESS401", "--severity", "info")).OrThrow();
        Assert.Equal(Draft, await ReadLockFileAsync());

        await File.WriteAllTextAsync(LockFile, Draft.Replace("int", "long", StringComparison.Ordinal));
        var refused = await consumer.DotnetAsync("build", "-t:ShipSessionState", "--framework", "net10.0");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("error SESS402: Draft version 1 of state 'Visits'", refused.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("shipped", await ReadLockFileAsync(), StringComparison.Ordinal);

        await File.WriteAllTextAsync(LockFile, Draft);
        (await consumer.DotnetAsync("build", "-t:ShipSessionState")).OrThrow();
        Assert.Equal(Shipped, await ReadLockFileAsync());
    }

    private Task<CommandLine.Result> BuildAsync() => consumer.DotnetAsync("build", "--framework", "net10.0", "--output", "out");

    private async Task<string> SayAsync(string message) =>
        (await CommandLine.RunAsync(consumer.Folder, "dotnet", Path.Combine("out", "Consumer.dll"), "lock.db", message)).OrThrow();

    private async Task<string> ReadLockFileAsync() => (await File.ReadAllTextAsync(LockFile)).ReplaceLineEndings("\n");

    private async Task RenameCountAsync()
    {
        foreach (var file in Directory.EnumerateFiles(consumer.Folder, "*.cs"))
        {
            await File.WriteAllTextAsync(file, Count().Replace(await File.ReadAllTextAsync(file), "Total"));
        }
    }

    [GeneratedRegex(@"\bCount\b")]
    private static partial Regex Count();
}
