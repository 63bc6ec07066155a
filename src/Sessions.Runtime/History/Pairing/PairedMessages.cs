using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>A part of a history and what follows it, once calls and results are paired.</summary>
/// <param name="History">The history: its calls have their results, its requests for approval are answered or closed.</param>
/// <param name="Following">What follows, without what went to the history.</param>
/// <param name="Repairs">What had to be mended, for a person.</param>
internal readonly record struct PairedMessages(IReadOnlyList<ChatMessage> History, IReadOnlyList<ChatMessage> Following, IReadOnlyList<string> Repairs)
{
    /// <summary>
    /// Makes a history and the messages added to it one valid request. Approvals that the added messages give stay, for the
    /// client that invokes functions to act on.
    /// </summary>
    /// <param name="history">The history.</param>
    /// <param name="added">The messages.</param>
    /// <param name="settled">What comes before the history, and has its last form.</param>
    public static PairedMessages Request(IReadOnlyList<ChatMessage> history, IReadOnlyList<ChatMessage> added, IReadOnlyList<ChatMessage>? settled = null) =>
        SendableMessages.Are(history) && SendableMessages.Are(added)
            ? new PairedMessages(history, added, [])
            : new ToolCallPairer(history, added, settled).Pair();

    /// <summary>
    /// Makes messages that go on with a history of the service's valid by themselves. The results and answers among them whose
    /// calls and requests are not here belong to the service's.
    /// </summary>
    /// <param name="open">The calls that the service waits for, with the results that there are: those are sent, and close the calls.</param>
    /// <param name="added">The messages.</param>
    public static PairedMessages Continue(IReadOnlyList<ChatMessage> open, IReadOnlyList<ChatMessage> added)
    {
        if (open.Count == 0 && SendableMessages.Are(added))
        {
            return new PairedMessages([], added, []);
        }

        var paired = new ToolCallPairer(open, added, settled: null, continues: true).Pair();
        return paired with { History = [.. paired.History.Where(message => message.Role == ChatRole.Tool)] };
    }

    /// <summary>
    /// Settles a turn for good by the turn that came after it. Of the latter only what the former took is gone: its own calls
    /// and requests stay open.
    /// </summary>
    public static PairedMessages Settle(IReadOnlyList<ChatMessage> turn, IReadOnlyList<ChatMessage> next) =>
        new ToolCallPairer(turn, next, settled: null, settles: true).Pair();
}
