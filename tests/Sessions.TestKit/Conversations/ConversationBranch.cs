using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>An agent of a random conversation, with what its requests are judged by.</summary>
public sealed record Talker(ChatClientAgent Agent, RequestChecker Checker);

/// <summary>A session of a random conversation, the first one or a fork: the objects that stand for it, and what it has to be.</summary>
public sealed class ConversationBranch
{
    private (AgentSession Session, ModelObject Seen) _current;
    private (AgentSession Session, ModelObject Seen) _other;

    private ConversationBranch(Talker talker, ModelSession model)
    {
        Talker = talker;
        Model = model;
    }

    /// <summary>The agent that the session belongs to.</summary>
    public Talker Talker { get; private set; }

    public ChatClientAgent Agent => Talker.Agent;

    public ModelSession Model { get; }

    public AgentSession Session => _current.Session;

    /// <summary>What the session object has to know.</summary>
    public ModelObject Seen => _current.Seen;

    /// <summary>Whether nothing was committed by another object since this one last looked.</summary>
    public bool IsUpToDate => Seen.Revision == Model.Revision;

    /// <summary>The state as it is to be, with what was set outside of turns.</summary>
    public Dictionary<string, string> State => Seen.Visible(Model.State);

    public static async Task<ConversationBranch> CreateAsync(Talker talker, AgentSession session, ModelSession model)
    {
        var branch = new ConversationBranch(talker, model);
        branch.GoOnWith(session);
        branch._other = await branch.LoadAsync();
        return branch;
    }

    /// <summary>Goes on with what the session's JSON is read as.</summary>
    public async Task RoundTripAsync() =>
        _current.Session = await Agent.DeserializeSessionAsync(await Agent.SerializeSessionAsync(Session));

    /// <summary>Goes on with an object that is loaded from the store.</summary>
    public async Task ReloadAsync() => _current = await LoadAsync();

    /// <summary>Goes on with another object that was made earlier, and is behind.</summary>
    public void Switch() => (_current, _other) = (_other, _current);

    /// <summary>Gives the session to another agent.</summary>
    /// <returns>An object of the former owner's, which does not know of it yet.</returns>
    public async Task<AgentSession> HandOffAsync(Talker recipient)
    {
        await Agent.HandOffAsync(Session, recipient.Agent);
        Model.HandOff(Seen);
        Talker = recipient;
        var stale = _other.Session;
        _other = await LoadAsync();
        return stale;
    }

    private void GoOnWith(AgentSession session) => _current = See(session);

    private async Task<(AgentSession Session, ModelObject Seen)> LoadAsync() => See(await Agent.GetSessionAsync(Session.Key));

    private (AgentSession Session, ModelObject Seen) See(AgentSession session)
    {
        var seen = new ModelObject();
        seen.See(Model);
        return (session, seen);
    }
}
