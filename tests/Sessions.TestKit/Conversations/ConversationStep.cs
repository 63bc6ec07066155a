using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>One thing that happens in a random conversation. It means something after whatever steps: any of them can be left out.</summary>
public abstract record ConversationStep;

/// <summary>A turn.</summary>
public sealed record PlannedTurn : ConversationStep
{
    /// <summary>What the turn is about: a word that no other turn has.</summary>
    public required string Word { get; init; }

    public bool IsStreamed { get; init; }

    /// <summary>Whether the turn has a key.</summary>
    public bool IsKeyed { get; init; }

    /// <summary>Whether a provider sets state before the model is asked.</summary>
    public bool Marks { get; init; }

    /// <summary>What the provider sets.</summary>
    public string Marking => IsRepetitive ? "inside" : $"inside {Word}";

    /// <summary>Whether the provider sets what it sets in every turn.</summary>
    public bool IsRepetitive { get; init; }

    /// <summary>Whether the user says something besides answering what the turn before asked approval for.</summary>
    public bool Speaks { get; init; }

    /// <summary>What the user says to each request for approval that is open: yes, no, or nothing.</summary>
    public IReadOnlyList<bool?> Decisions { get; init; } = [];

    public required IReadOnlyList<ScriptedAnswer> Answers { get; init; }

    public InterruptedTurns Interrupted { get; init; }

    public Interruption Interruption { get; init; } = new(InterruptionKind.None, 0);

    public override string ToString() =>
        $"turn {Word}{(IsStreamed ? " streamed" : "")}{(IsKeyed ? " keyed" : "")}{(Marks ? $" marks '{Marking}'" : "")}{(Speaks ? " speaks" : "")} decides [{string.Join(',', Decisions)}] "
        + $"{string.Join("; ", Answers)}{(Interruption.Kind == InterruptionKind.None ? "" : $" {Interruption} {Interrupted}")}";
}

/// <summary>Runs the latest turn that had a key once more.</summary>
public sealed record Repeat(bool IsStreamed) : ConversationStep;

/// <summary>Sets state outside a turn.</summary>
public sealed record SetOutside(bool IsMark, int Value) : ConversationStep;

/// <summary>Empties state outside a turn.</summary>
public sealed record ClearOutside(bool IsMark) : ConversationStep;

/// <summary>Commits what was set outside a turn.</summary>
public sealed record Save : ConversationStep;

/// <summary>Goes on with what the session's JSON is read as.</summary>
public sealed record RoundTrip : ConversationStep;

/// <summary>Goes on with a session object that is loaded from the store.</summary>
public sealed record Reload : ConversationStep;

/// <summary>Goes on with another session object that was made earlier, and is behind.</summary>
public sealed record Switch : ConversationStep;

/// <summary>Runs a turn in the place of one of the turns, and of what followed it.</summary>
public sealed record Edit(int At, PlannedTurn Turn) : ConversationStep;

/// <summary>Runs the last turn again: what the user said in it, with what the model says in the planned one.</summary>
public sealed record Regenerate(PlannedTurn Turn) : ConversationStep;

/// <summary>Goes back to one of the turns.</summary>
public sealed record Rewind(int At) : ConversationStep;

/// <summary>Makes a session of the turns through one of them, and goes on with it or with the one that it came from.</summary>
public sealed record Fork(int At, bool GoesOnWithFork) : ConversationStep;

/// <summary>Goes on with another of the sessions that forks have made.</summary>
public sealed record Visit(int Session) : ConversationStep;

/// <summary>Gives the session to the other agent.</summary>
public sealed record HandOff : ConversationStep;

/// <summary>What the model says in one of its answers: words, then calls.</summary>
public sealed record ScriptedAnswer(IReadOnlyList<string> Words, IReadOnlyList<ScriptedCall> Calls)
{
    public override string ToString() => string.Join(' ', [.. Words, .. Calls.Select(call => call.ToString())]);
}

/// <summary>A call of a tool by the model.</summary>
public sealed record ScriptedCall(string Id, string Tool)
{
    public FunctionCallContent ToContent() => new(Id, Tool, new Dictionary<string, object?> { ["id"] = Id });

    public override string ToString() => $"{Tool}#{Id}";
}

/// <summary>How a turn is interrupted, if it gets that far.</summary>
public enum InterruptionKind
{
    None,

    /// <summary>The model fails: at its so manieth request, in a stream after so many updates.</summary>
    ModelFails,

    /// <summary>The caller cancels while the model is asked for the so manieth time.</summary>
    CancelInModel,

    /// <summary>The caller cancels while the so manieth tool runs, and the tool gives up.</summary>
    CancelInTool,

    /// <summary>The caller cancels while the so manieth tool runs, and the tool ends what it does.</summary>
    CancelInStubbornTool,

    /// <summary>A client around the one that invokes functions fails when that has answered.</summary>
    PipelineFails,

    /// <summary>The reader of the stream cancels after so many updates.</summary>
    CancelInReader,

    /// <summary>The reader of the stream leaves after so many updates.</summary>
    ReaderLeaves,
}

/// <summary>How a turn is interrupted, if it gets that far.</summary>
/// <param name="Kind">By whom.</param>
/// <param name="At">Which request or tool, counted from 0, or after how many updates.</param>
/// <param name="Updates">After how many updates the model fails.</param>
public sealed record Interruption(InterruptionKind Kind, int At, int Updates = 0)
{
    public bool IsAt(InterruptionKind kind, int at) => Kind == kind && At == at;
}
