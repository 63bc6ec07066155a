using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sessions.AgentFramework.Tests.History;
using Sessions.AgentFramework.Tests.Import;
using Sessions.AgentFramework.Tests.Stores;

namespace Sessions.AgentFramework.Tests.State;

/// <summary>The same tests in a process in which nothing may be looked up by reflection.</summary>
public class ReflectionTests
{
    private const string Switch = "System.Text.Json.JsonSerializer.IsReflectionEnabledByDefault";

    [Theory]
    [InlineData(typeof(SlotTests))]
    [InlineData(typeof(SessionKeyTests))]
    [InlineData(typeof(AdaptedHistoryTests))]
    [InlineData(typeof(GeneratedHistoryTests))]
    [InlineData(typeof(ImportWithoutReflectionTests))]
    [InlineData(typeof(InMemoryAdaptedSessionStoreTests))]
    public async Task Nothing_needs_reflection(Type tested)
    {
        Assert.SkipUnless(JsonSerializer.IsReflectionEnabledByDefault, "This is the process without.");
        var tests = Path.Combine(AppContext.BaseDirectory, "Sessions.AgentFramework.Tests.dll");
        var config = JsonNode.Parse(await File.ReadAllTextAsync(Path.ChangeExtension(tests, ".runtimeconfig.json"), TestContext.Current.CancellationToken))!;
        (config["runtimeOptions"]!["configProperties"] ??= new JsonObject())[Switch] = false;
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.runtimeconfig.json");
        await File.WriteAllTextAsync(path, config.ToJsonString(), TestContext.Current.CancellationToken);
        try
        {
            var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
            {
                ArgumentList = { "exec", "--runtimeconfig", path, "--depsfile", Path.ChangeExtension(tests, ".deps.json"), tests, "--no-ansi", "--filter-class", tested.FullName! },
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);

            Assert.True(process.ExitCode == 0, await output + await error);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
