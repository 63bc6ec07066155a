using System.Buffers;
using System.Text.Json;
using Sessions.AgentFramework.State;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework.Durable;

/// <summary>
/// The session of the framework's own kind that one run is made on. Its bag shows the state of ours; what is put there is taken over at
/// the end of the turn.
/// </summary>
internal sealed class InnerSession
{
    /// <summary>The slot for the session of an agent of another kind, which knows itself what it keeps.</summary>
    public const string OtherKindKey = "agentFramework.session";

    private readonly Framework.AIAgent _agent;
    private readonly SessionsAgentSession _owner;
    private readonly StateBagMirror? _mirror;

    private InnerSession(Framework.AIAgent agent, SessionsAgentSession owner, Framework.AgentSession session, StateBagMirror? mirror)
    {
        _agent = agent;
        _owner = owner;
        _mirror = mirror;
        Session = session;
        if (mirror is null)
        {
            // What an agent of another kind puts into its own bag is part of what it serializes to.
            BagState.Bind(session.StateBag, new StateBagMirror(owner.Inner, showsState: false));
        }
    }

    public Framework.AgentSession Session { get; }

    /// <summary>Whether the agent is sent the history: agents of other kinds keep it themselves.</summary>
    public bool IsSentHistory => _mirror is not null;

    /// <summary>Makes the session of a run.</summary>
    /// <param name="agent">The framework's agent.</param>
    /// <param name="owner">The session that the run is of.</param>
    /// <param name="serviceId">The service's id of the conversation, where the service keeps the history.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public static async ValueTask<InnerSession> OpenAsync(Framework.AIAgent agent, SessionsAgentSession owner, string? serviceId, CancellationToken cancellationToken)
    {
        if (agent.GetService<Framework.ChatClientAgent>() is null)
        {
            var kept = owner.Inner.State.TryGetJson(OtherKindKey, out var json);
            var other = kept ? await agent.DeserializeSessionAsync(json, cancellationToken: cancellationToken).ConfigureAwait(false) : await agent.CreateSessionAsync(cancellationToken).ConfigureAwait(false);
            return new InnerSession(agent, owner, other, mirror: null);
        }

        var mirror = new StateBagMirror(owner.Inner);
        var bag = mirror.ToJson();
        var session = serviceId is null && bag is null
            ? await agent.CreateSessionAsync(cancellationToken).ConfigureAwait(false)
            : await agent.DeserializeSessionAsync(Write(serviceId, bag), cancellationToken: cancellationToken).ConfigureAwait(false);
        mirror.NoteShown(session.StateBag);
        return new InnerSession(agent, owner, session, mirror);
    }

    /// <summary>Lets what was put into the session be part of the turn's state.</summary>
    public async ValueTask TakeStateAsync(CancellationToken cancellationToken)
    {
        if (_mirror is not null)
        {
            _mirror.Take();
            return;
        }

        var json = await _agent.SerializeSessionAsync(Session, cancellationToken: cancellationToken).ConfigureAwait(false);
        _owner.Inner.State.SetJson(OtherKindKey, json);
    }

    private static JsonElement Write(string? serviceId, JsonElement? bag)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (serviceId is not null)
            {
                json.WriteString("conversationId"u8, serviceId);
            }

            if (bag is { } values)
            {
                json.WritePropertyName("stateBag"u8);
                values.WriteTo(json);
            }

            json.WriteEndObject();
        }

        return StateBagJson.Parse(buffer.WrittenSpan);
    }
}
