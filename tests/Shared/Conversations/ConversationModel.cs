using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests;

/// <summary>A turn that the model of a session has kept.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Messages">What was kept of it.</param>
internal sealed record ModelTurn(long Number, TurnStatus Status, IReadOnlyList<ChatMessage> Messages)
{
    /// <summary>The session's state from this turn until the next.</summary>
    public Dictionary<string, string> State { get; init; } = [];

    public override string ToString() => new TurnPicture(Status.ToString().ToLowerInvariant(), [.. Messages.Select(MessageText.Of)]).ToString();
}

/// <summary>What a session has to be: turns, and state along them. It is what the documentation says, in lists and dictionaries.</summary>
internal sealed class ModelSession
{
    /// <summary>The turns of the session's present, behind one that stands for the time before the first.</summary>
    public List<ModelTurn> Turns { get; private init; } = [new(0, TurnStatus.Completed, [])];

    public long LastNumber { get; private set; }

    public long Revision { get; private set; }

    /// <summary>The latest turn that had a key, with the answer that it recorded.</summary>
    public (PlannedTurn Turn, IReadOnlyList<ChatMessage> Input, string Answer)? Keyed { get; set; }

    public Dictionary<string, string> State => Turns[^1].State;

    /// <summary>The calls that the last turn asks approval for.</summary>
    public IReadOnlyList<ScriptedCall> Requests =>
    [
        .. Turns[^1].Messages.TakeLast(1).SelectMany(message => message.Contents).OfType<ToolApprovalRequestContent>()
            .Select(request => new ScriptedCall(request.ToolCall.CallId, ((FunctionCallContent)request.ToolCall).Name)),
    ];

    /// <summary>What the user has said, oldest first.</summary>
    public IEnumerable<string> UserTexts => Turns.SelectMany(turn => turn.Messages).SelectMany(TextsOfUser);

    public static IEnumerable<string> TextsOfUser(ChatMessage message) =>
        message.Role == ChatRole.User ? message.Contents.OfType<TextContent>().Select(content => content.Text) : [];

    /// <summary>Keeps a turn, with what was set outside of turns before it.</summary>
    public void Commit(ModelObject by, TurnStatus status, IReadOnlyList<ChatMessage> messages, Dictionary<string, string> setInTurn)
    {
        var state = by.Visible(State);
        foreach (var (key, value) in setInTurn)
        {
            state[key] = value;
        }

        Turns.Add(new ModelTurn(++LastNumber, status, messages) { State = state });
        Revision++;
        by.Pending.Clear();
        by.See(this);
    }

    /// <summary>Keeps what was set outside of turns, if there is anything new in it.</summary>
    public void Save(ModelObject by)
    {
        by.Refresh(this);
        Revision += Same(by.Visible(State), State) ? 0 : 1;
        Settle(by);
    }

    /// <summary>Takes what was set outside of turns for the session's state.</summary>
    public void Settle(ModelObject by)
    {
        Turns[^1] = Turns[^1] with { State = by.Visible(State) };
        by.Pending.Clear();
        by.See(this);
    }

    private static bool Same(Dictionary<string, string> left, Dictionary<string, string> right) =>
        left.Count == right.Count && left.All(value => right.TryGetValue(value.Key, out var other) && other == value.Value);
}

/// <summary>What a session object has to know: the session as it last saw it, and what was set on the object and is in no commit yet.</summary>
internal sealed class ModelObject
{
    private Dictionary<string, string> _seen = [];

    /// <summary>The revision that the object has last seen.</summary>
    public long Revision { get; private set; }

    /// <summary>What was set (or emptied) outside of turns.</summary>
    public Dictionary<string, string?> Pending { get; } = [];

    /// <summary>Takes over what others have committed. What was set here and is not committed stays.</summary>
    public void Refresh(ModelSession session)
    {
        if (Revision != session.Revision)
        {
            foreach (var key in Pending.Where(value => value.Value == _seen.GetValueOrDefault(value.Key)).Select(value => value.Key).ToList())
            {
                Pending.Remove(key);
            }

            See(session);
        }
    }

    public void See(ModelSession session)
    {
        Revision = session.Revision;
        _seen = new(session.State);
    }

    /// <summary>State as a caller outside of turns sees it.</summary>
    public Dictionary<string, string> Visible(Dictionary<string, string> committed)
    {
        var state = new Dictionary<string, string>(committed);
        foreach (var (key, value) in Pending)
        {
            if (value is null)
            {
                state.Remove(key);
            }
            else
            {
                state[key] = value;
            }
        }

        return state;
    }
}
