namespace Sessions.PostgreSql.Tests.Faults;

/// <summary>The server is stopped, crashes, or is started again: what fails says so, and what can go on does.</summary>
public sealed class StoppedServerTests(PrivateServer server) : IClassFixture<PrivateServer>, IAsyncLifetime
{
    private FaultyScene _scene = null!;

    /// <summary>How the server stops.</summary>
    public enum Ending
    {
        InOrder,
        Crash,
    }

    public static TheoryData<Ending> Endings { get; } = new(Enum.GetValues<Ending>());

    public async ValueTask InitializeAsync()
    {
        await server.ExecuteAsync("DROP SCHEMA IF EXISTS sessions CASCADE");
        _scene = new FaultyScene(new PostgreSqlSessionStore(server.Server.ConnectionString + ";Timeout=5"));
    }

    public ValueTask DisposeAsync() => _scene.DisposeAsync();

    [Theory]
    [MemberData(nameof(Endings))]
    public async Task A_server_that_is_down_is_named_before_the_model_is_asked(Ending how)
    {
        await StopAsync(how);
        var message = await _scene.FailAtOnceAsync("lost");
        await server.Server.StartAgainAsync();

        Assert.Contains($"The server localhost:{server.Server.Port}/postgres (sessions) cannot be reached", message, StringComparison.Ordinal);
        await _scene.SayAsync("found");
        await _scene.AssertInputsAsync("found");
    }

    [Theory]
    [MemberData(nameof(Endings))]
    public async Task A_server_that_stops_while_the_model_answers_costs_no_answer(Ending how)
    {
        await _scene.SayAsync("first");
        _scene.OnAnswer = () => StopAsync(how);
        var message = await _scene.FailAsync("lost");
        _scene.OnAnswer = () => Task.CompletedTask;
        await server.Server.StartAgainAsync();

        Assert.Contains("Whether it did is not known", message, StringComparison.Ordinal);
        await _scene.SayAsync("next");
        await _scene.AssertInputsAsync("first", "next");
    }

    [Theory]
    [MemberData(nameof(Endings))]
    public async Task After_a_restart_the_next_turn_does_not_notice_it(Ending how)
    {
        await _scene.SayAsync("first");
        await RestartAsync(how);

        await _scene.SayAsync("second");
        _scene.OnAnswer = () => RestartAsync(how);
        await _scene.SayAsync("third");
        _scene.OnAnswer = () => Task.CompletedTask;
        _scene.OnTool = () => RestartAsync(how);
        await _scene.SayAsync("work", key: "k");

        Assert.Equal(1, _scene.Tools);
        await _scene.AssertInputsAsync("first", "second", "third", "work");
    }

    [Fact]
    public async Task After_a_restart_state_is_saved()
    {
        await _scene.SayAsync("first");
        var session = await _scene.SessionAsync();
        session.State.Update<Tally>(tally => tally with { Count = 7 });
        await RestartAsync(Ending.InOrder);

        await _scene.Agent.SaveSessionAsync(session, TestContext.Current.CancellationToken);

        Assert.Equal(7, (await _scene.Agent.GetSessionAsync("s", cancellationToken: TestContext.Current.CancellationToken)).State.Get<Tally>().Count);
    }

    private Task StopAsync(Ending how) => how == Ending.Crash ? server.Server.CrashAsync() : server.Server.StopAsync();

    private async Task RestartAsync(Ending how)
    {
        await StopAsync(how);
        await server.Server.StartAgainAsync();
    }
}
