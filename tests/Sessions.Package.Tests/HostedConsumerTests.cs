namespace Sessions.Package.Tests;

/// <summary>A program that adds the package of the PostgreSQL store, and nothing else of ours.</summary>
public sealed class HostedConsumerTests(PackedPackages packages)
{
    private readonly ConsumerProject _project = packages.Copy("Hosted");

    [Fact]
    public async Task It_publishes_with_native_AOT_without_a_warning_and_two_processes_have_one_session()
    {
        NativeAot.SkipWithoutLinker();
        await NativeAot.PublishAsync(_project, "Hosted");

        Assert.SkipWhen(PostgresServer.Missing is not null && Environment.GetEnvironmentVariable("CI") is null or "", PostgresServer.Missing ?? "");
        await using var server = await PostgresServer.StartAsync();
        Assert.Equal(
            "answer: I was sent My name is Alice.\nvisits: 1, 1\nfound: 2\n",
            await _project.RunAsync("aot/Hosted", server.ConnectionString, "My name is Alice."));
        Assert.Equal(
            "answer: I was sent My name is Alice.; Who am I?\nvisits: 2, 2\nfound: 3\n",
            await _project.RunAsync("aot/Hosted", server.ConnectionString, "Who am I?"));
    }
}
