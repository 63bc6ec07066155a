using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework.Agents;

/// <summary>One of our agents, as an agent of the framework.</summary>
internal sealed class AdaptedAgent(Sessions.Agents.AIAgent agent) : Framework.AIAgent
{
    public override string? Name => agent.Name;

    public override string? Description => agent.Description;

    protected override string? IdCore => agent.Id;

    public override object? GetService(Type serviceType, object? serviceKey = null) =>
        base.GetService(serviceType, serviceKey) ?? (serviceKey is null && serviceType.IsInstanceOfType(agent) ? agent : null);

    protected override async ValueTask<Framework.AgentSession> CreateSessionCoreAsync(CancellationToken cancellationToken = default) =>
        new AdaptedSession(await agent.GetSessionAsync(cancellationToken: cancellationToken).ConfigureAwait(false));

    protected override async ValueTask<JsonElement> SerializeSessionCoreAsync(Framework.AgentSession session, JsonSerializerOptions? jsonSerializerOptions = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        var own = Own(session);
        return AdaptedSessionJson.Write(await agent.SerializeSessionAsync(own.Inner, cancellationToken).ConfigureAwait(false), own.StateBag);
    }

    protected override async ValueTask<Framework.AgentSession> DeserializeSessionCoreAsync(JsonElement serializedState, JsonSerializerOptions? jsonSerializerOptions = null, CancellationToken cancellationToken = default)
    {
        var (document, bag) = AdaptedSessionJson.Read(serializedState);
        return new AdaptedSession(await agent.DeserializeSessionAsync(document, cancellationToken).ConfigureAwait(false), bag);
    }

    protected override async Task<Framework.AgentResponse> RunCoreAsync(IEnumerable<ChatMessage> messages, Framework.AgentSession? session = null, Framework.AgentRunOptions? options = null, CancellationToken cancellationToken = default) =>
        AdaptedResponse.Of(await agent.RunAsync(messages, OwnOrNull(session), AdaptedOptions.Of(options), cancellationToken).ConfigureAwait(false));

    protected override async IAsyncEnumerable<Framework.AgentResponseUpdate> RunCoreStreamingAsync(IEnumerable<ChatMessage> messages, Framework.AgentSession? session = null, Framework.AgentRunOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var update in agent.RunStreamingAsync(messages, OwnOrNull(session), AdaptedOptions.Of(options), cancellationToken).ConfigureAwait(false))
        {
            yield return AdaptedResponse.Of(update);
        }
    }

    private Sessions.Agents.AgentSession? OwnOrNull(Framework.AgentSession? session) => session is null ? null : Own(session).Inner;

    // Whose session ours is, is checked where it is used.
    private AdaptedSession Own(Framework.AgentSession session) => session as AdaptedSession
        ?? throw new ArgumentException($"The session is a {session.GetType()}, of another agent. Agent '{agent.Id}' runs its own sessions: make one with CreateSessionAsync, or read one with DeserializeSessionAsync.", nameof(session));
}
