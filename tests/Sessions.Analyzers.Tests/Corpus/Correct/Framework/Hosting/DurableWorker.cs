using System.Text.Json;
using Microsoft.Agents.AI;

namespace Hosting;

public abstract class Grain
{
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public virtual Task OnDeactivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

public sealed class AgentGrain(AIAgent agent, Func<JsonElement?> read, Func<JsonElement, Task> write) : Grain
{
    private AgentSession? _session;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _session = read() is { } state
            ? await agent.DeserializeSessionAsync(state, cancellationToken: cancellationToken)
            : await agent.CreateSessionAsync(cancellationToken);
    }

    public override async Task OnDeactivateAsync(CancellationToken cancellationToken)
    {
        await write(await agent.SerializeSessionAsync(_session!, cancellationToken: cancellationToken));
    }

    public async Task<string> SayAsync(string text) => (await agent.RunAsync(text, _session)).Text;
}
