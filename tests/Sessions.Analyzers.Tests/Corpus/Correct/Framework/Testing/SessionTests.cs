using System.Text.Json;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Testing;

public sealed class SessionTests : IAsyncLifetime
{
    private readonly AIAgent _agent = Fakes.Client().AsAIAgent(name: "Tested");
    private AgentSession _session = null!;

    public async Task InitializeAsync() => _session = await _agent.CreateSessionAsync();

    public async Task Round_trip_keeps_what_was_said()
    {
        await _agent.RunAsync("one", _session);
        JsonElement saved = await _agent.SerializeSessionAsync(_session);
        _session = await _agent.DeserializeSessionAsync(saved);
        await _agent.RunAsync("two", _session);
    }

    public Task DisposeAsync() => Task.CompletedTask;
}

public interface IAsyncLifetime
{
    Task InitializeAsync();

    Task DisposeAsync();
}

public static class Fakes
{
    public static IChatClient Client() => throw new NotSupportedException();
}
