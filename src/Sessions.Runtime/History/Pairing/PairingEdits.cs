using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>
/// What pairing changes in a history and in what follows it, and what of that is told. A turn that follows one that is being
/// settled gets its last form with its own successor, so that little of it is changed now.
/// </summary>
/// <param name="history">The history.</param>
/// <param name="following">What follows it.</param>
/// <param name="settles">Whether the history gets its last form, and what follows is mended with its own successor.</param>
internal sealed class PairingEdits(IReadOnlyList<ChatMessage> history, IReadOnlyList<ChatMessage> following, bool settles)
{
    private readonly MessageEdits _edits = new(new RequestMessages(history, following));
    private readonly RepairNotes _repairs = new();

    /// <summary>Where the model's part of what follows begins.</summary>
    private readonly int _firstAnswer = history.Count + FirstAnswer(following);

    /// <summary>Whether the history is settled for good.</summary>
    public bool Settles => settles;

    public bool IsHistory(int message) => message < history.Count;

    /// <summary>Whether a message gets its last form now.</summary>
    public bool IsFinal(int message) => !settles || IsHistory(message);

    /// <summary>Leaves out a content of a message that gets its last form now.</summary>
    public void Drop(ContentPosition at, string? repair = null)
    {
        if (IsFinal(at.Message))
        {
            Take(at, repair);
        }
    }

    /// <summary>
    /// Leaves out an answer to nothing. Of what follows a turn that is being settled, the caller's part was a request's before, and
    /// was mended with it; the model's part is mended, and told of, in the next one.
    /// </summary>
    public void Refuse(ContentPosition at, string repair)
    {
        if (IsFinal(at.Message) || at.Message < _firstAnswer)
        {
            Take(at, repair);
        }
    }

    /// <summary>Leaves out a content.</summary>
    public void Take(ContentPosition at, string? repair = null)
    {
        _edits.Remove(at);
        Note(repair);
    }

    public void Replace(ContentPosition at, AIContent content) => _edits.Replace(at, content);

    /// <summary>Puts a result that was found elsewhere behind its call.</summary>
    public void MoveResult(PendingCall call, ContentPosition at, string? repair = null)
    {
        if (IsFinal(call.At.Message))
        {
            _edits.Move(at, call.At.Message);
            Note(repair);
        }
    }

    /// <summary>Gives a call that has no result one that says so.</summary>
    public void Close(PendingCall call) => _edits.Put(ClosingResult.For(call), call.At.Message);

    public void Note(string? repair)
    {
        if (repair is not null)
        {
            _repairs.Add(repair);
        }
    }

    /// <summary>Makes the messages with their changes.</summary>
    /// <param name="goesOn">Whether the model's last answer in the history goes on behind it.</param>
    public PairedMessages Write(bool goesOn) => new(
        _edits.Write(0, history.Count, _ => true, goesOn) ?? history,
        _edits.Write(history.Count, history.Count + following.Count, settles ? null : IsModels, goesOn: false) ?? following,
        _repairs.ToList());

    /// <summary>What the caller adds is sent even if it says nothing: the service's refusal is the answer to it.</summary>
    private static bool IsModels(ChatRole role) => role == ChatRole.Assistant || role == ChatRole.Tool;

    private static int FirstAnswer(IReadOnlyList<ChatMessage> following)
    {
        var first = 0;
        while (first < following.Count && following[first]?.Role != ChatRole.Assistant)
        {
            first++;
        }

        return first;
    }
}
