using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>A turn that the model of a session has kept.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Input">What the user said.</param>
/// <param name="Outputs">What was kept besides.</param>
public sealed record ModelTurn(long Number, TurnStatus Status, IReadOnlyList<ChatMessage> Input, IReadOnlyList<ChatMessage> Outputs)
{
    public IEnumerable<ChatMessage> Messages => Input.Concat(Outputs);

    /// <summary>The session's state from this turn until the next.</summary>
    public Dictionary<string, string> State { get; init; } = [];

    /// <summary>The calls that the turn ends with a request for approval of.</summary>
    public IReadOnlyList<ScriptedCall> Requests =>
    [
        .. Messages.TakeLast(1).SelectMany(message => message.Contents).OfType<ToolApprovalRequestContent>()
            .Select(request => new ScriptedCall(request.ToolCall.CallId, ((FunctionCallContent)request.ToolCall).Name)),
    ];

    public override string ToString() => new TurnPicture(Status.ToString().ToLowerInvariant(), [.. Messages.Select(MessageText.Of)]).ToString();
}

/// <summary>What a session has to be: turns, and state along them. It is what the documentation says, in lists and dictionaries.</summary>
public sealed class ModelSession
{
    /// <summary>The turns of the session's present, behind one that stands for the time before the first.</summary>
    public List<ModelTurn> Turns { get; private init; } = [new(0, TurnStatus.Completed, [], [])];

    public long LastNumber { get; private set; }

    public long Revision { get; private set; }

    /// <summary>The latest turn that had a key.</summary>
    public KeyedTurn? Keyed { get; set; }

    /// <summary>What is known of approved calls that were begun, by the number of the turn that asked for the approval and the call's id.</summary>
    public Dictionary<long, Dictionary<string, string>> Known { get; } = [];

    public Dictionary<string, string> State => Turns[^1].State;

    /// <summary>What the user has said through one of the turns, oldest first.</summary>
    public IEnumerable<string> UserTextsThrough(int turn) => Turns.Take(turn + 1).SelectMany(said => said.Messages).SelectMany(TextsOfUser);

    public static IEnumerable<string> TextsOfUser(ChatMessage message) =>
        message.Role == ChatRole.User ? message.Contents.OfType<TextContent>().Select(content => content.Text) : [];

    /// <summary>
    /// What a turn after one of the turns begins with: what is known of the calls that were approved there, as far as the input
    /// neither decides on them anew nor has their results.
    /// </summary>
    public List<ChatMessage> KnownAfter(int turn, List<ChatMessage> input)
    {
        var decided = input.SelectMany(message => message.Contents)
            .Select(content => content is ToolApprovalResponseContent decision ? decision.ToolCall.CallId : (content as FunctionResultContent)?.CallId)
            .ToHashSet();
        var asked = Turns[turn].Requests.Select(request => request.Id).ToHashSet();
        List<AIContent> results =
        [
            .. Known.GetValueOrDefault(Turns[turn].Number, []).Where(known => asked.Contains(known.Key) && !decided.Contains(known.Key))
                .Select(known => new FunctionResultContent(known.Key, known.Value)),
        ];
        return results.Count == 0 ? [] : [new ChatMessage(ChatRole.Tool, results)];
    }

    /// <summary>Keeps a turn after one of the turns, with what was set outside of turns before it.</summary>
    public void Commit(ModelObject by, int after, TurnStatus status, IReadOnlyList<ChatMessage> input, IReadOnlyList<ChatMessage> outputs, Dictionary<string, string> setInTurn)
    {
        var state = by.Visible(Turns[after].State);
        foreach (var (key, value) in setInTurn)
        {
            state[key] = value;
        }

        CutAfter(after);
        Turns.Add(new ModelTurn(++LastNumber, status, input, outputs) { State = state });
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

    /// <summary>Keeps what was set outside of turns, with a revision of its own in any case.</summary>
    public void HandOff(ModelObject by)
    {
        by.Refresh(this);
        Revision++;
        Settle(by);
    }

    /// <summary>Goes back to one of the turns. What was set outside of turns, and is not saved, stays.</summary>
    public void Rewind(ModelObject by, int turn)
    {
        by.Refresh(this);
        if (turn < Turns.Count - 1)
        {
            CutAfter(turn);
            Revision++;
            by.Refresh(this);
        }
    }

    /// <summary>A session of its own, with the turns through one of them.</summary>
    public ModelSession Fork(int turn) => new() { Turns = [.. Turns.Take(turn + 1)], LastNumber = Turns[turn].Number, Revision = 1 };

    private void CutAfter(int turn) => Turns.RemoveRange(turn + 1, Turns.Count - turn - 1);

    /// <summary>Takes what was set outside of turns for the session's state.</summary>
    private void Settle(ModelObject by)
    {
        Turns[^1] = Turns[^1] with { State = by.Visible(State) };
        by.Pending.Clear();
        by.See(this);
    }

    private static bool Same(Dictionary<string, string> left, Dictionary<string, string> right) =>
        left.Count == right.Count && left.All(value => right.TryGetValue(value.Key, out var other) && other == value.Value);
}

/// <summary>A turn that was answered and had a key.</summary>
/// <param name="Turn">The turn.</param>
/// <param name="Replaces">The number of the turn that it took the place of, if there was one.</param>
/// <param name="Number">Its own number.</param>
/// <param name="Input">What the user said.</param>
/// <param name="Answer">The answer that it recorded.</param>
public sealed record KeyedTurn(PlannedTurn Turn, long? Replaces, long Number, IReadOnlyList<ChatMessage> Input, string Answer);

/// <summary>What a session object has to know: the session as it last saw it, and what was set on the object and is in no commit yet.</summary>
public sealed class ModelObject
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
            foreach (var key in Pending.Keys.Where(key => !IsChanged(key)).ToList())
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

    /// <summary>State with what was set outside of turns: as a caller there sees it, or as a turn begins with it.</summary>
    public Dictionary<string, string> Visible(Dictionary<string, string> committed)
    {
        var state = new Dictionary<string, string>(committed);
        foreach (var (key, value) in Pending.Where(value => IsChanged(value.Key)))
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

    /// <summary>Setting a value that is there already changes nothing.</summary>
    private bool IsChanged(string key) => Pending[key] != _seen.GetValueOrDefault(key);
}
