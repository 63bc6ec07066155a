using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>What of a session's history the model is sent. The history itself is never shortened.</summary>
/// <remarks>
/// <para>
/// Without a limit, everything is sent. Cuts lie between turns, and the newest turn is never dropped: of the turns before it, the
/// latest are sent that all of the limits allow. A turn that only goes on with the tool calls of the one before, such as by an
/// approval, counts and goes together with it. The same history and limits always give the same messages.
/// </para>
/// <para>
/// Where eight turns or more are within the limits, the cut goes on in steps: once a limit is exceeded, down to between a fifth of it
/// and all of it, so that the requests until the next cut each begin with the whole of the one before, and the service finds that in its
/// cache. <see cref="Agents.AgentResponse.UnchangedPrefixLength"/> says how much it was.
/// </para>
/// <para>
/// System messages that came as input of the session's first turn lead every request, whatever is cut; those of a later turn go with it.
/// </para>
/// <para>
/// What is sent is always valid: every tool call has its result right behind it, and every request for approval is answered or
/// closed. A view can be used by many agents at a time.
/// </para>
/// </remarks>
public sealed class HistoryView
{
    internal static HistoryView Everything { get; } = new();

    /// <summary>The most turns to send, 1 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int? MaxTurns
    {
        get;
        init => field = AtLeastOne(value);
    }

    /// <summary>The most messages of the history to send, 1 or more; exceeded only by the newest turn.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int? MaxMessages
    {
        get;
        init => field = AtLeastOne(value);
    }

    /// <summary>The most tokens of the history to send, 1 or more; exceeded only by the newest turn.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int? MaxTokens
    {
        get;
        init => field = AtLeastOne(value);
    }

    /// <summary>
    /// Counts the tokens of a message, 0 or more. It is asked once for each message of a session's own history, and may be asked by
    /// several sessions at a time. By default tokens are estimated.
    /// </summary>
    /// <remarks>
    /// The estimate is four characters a token, over the text and reasoning, the names, arguments and results of tools, and 4
    /// tokens for the message itself and for each call and result. Numbers and the like count 2 tokens, objects that only
    /// serializing would measure 64, and images, files and links 1,000.
    /// </remarks>
    public Func<ChatMessage, int>? CountTokens { get; init; }

    /// <summary>
    /// Takes the place of the limits: it is given the whole history, and what it returns is made valid. A last turn that waits for
    /// the answers of tools or of the user is not given to it, and is sent whole.
    /// </summary>
    public IChatReducer? Reducer { get; init; }

    /// <summary>Whether less than everything may be sent.</summary>
    internal bool HasLimits => MaxTurns is not null || MaxMessages is not null || MaxTokens is not null;

    /// <summary>Makes a request of a session's own history, at the cost of its last turn and of what is added.</summary>
    /// <param name="log">The history.</param>
    /// <param name="added">The messages of this turn.</param>
    /// <param name="cancellationToken">Cancels the reducer.</param>
    internal ValueTask<HistoryRequest> ComposeAsync(SessionLog log, IReadOnlyList<ChatMessage> added, CancellationToken cancellationToken) =>
        Reducer is null ? new(Compose(log, added)) : ReduceAsync(Reducer, log, added, cancellationToken);

    /// <summary>Makes a request of a history that someone else keeps.</summary>
    /// <param name="history">The history, oldest first.</param>
    /// <param name="added">The messages of this turn.</param>
    /// <param name="cancellationToken">Cancels the reducer.</param>
    internal ValueTask<HistoryRequest> ComposeAsync(IReadOnlyList<ChatMessage> history, IReadOnlyList<ChatMessage> added, CancellationToken cancellationToken)
    {
        if (Reducer is null)
        {
            return new(Compose(history, added));
        }

        var paired = PairedMessages.Request(history, added);
        var reduced = paired.History.Count;
        if (!SendableMessages.Are([.. history.Skip(HistoryCut.LastTurn(history))]))
        {
            reduced = HistoryCut.LastTurn(paired.History);
        }

        return ReduceAsync(Reducer, [.. paired.History.Take(reduced)], paired with { History = [.. paired.History.Skip(reduced)] }, cancellationToken);
    }

    /// <summary>Makes a request that goes on with a history that the service keeps: there is nothing to cut or to reduce.</summary>
    /// <param name="open">The calls that the service waits for.</param>
    /// <param name="added">The messages of this turn.</param>
    internal static HistoryRequest Continue(IReadOnlyList<ChatMessage> open, IReadOnlyList<ChatMessage> added) => Request(default, PairedMessages.Continue(open, added));

    /// <summary>Makes a request of a session's own history, where no reducer takes part.</summary>
    internal HistoryRequest Compose(SessionLog log, IReadOnlyList<ChatMessage> added)
    {
        var paired = log.Pair(added);
        var cut = HistoryCut.Of(log, paired.History, this);
        var opening = cut == 0 ? [] : log.Opening();
        var settled = log.Settled[cut..];
        var request = Request(opening.IsEmpty ? settled : new([.. opening, .. settled]), paired with { Repairs = Join(log.Repairs, paired.Repairs) });
        if (log.TurnCount > 0 && request.Messages is RequestMessages messages)
        {
            RequestBefore.Compare(messages, log, paired.History, cut, this);
        }

        return request;
    }

    /// <summary>Makes a request of a history that someone else keeps, where no reducer takes part.</summary>
    internal HistoryRequest Compose(IReadOnlyList<ChatMessage> history, IReadOnlyList<ChatMessage> added)
    {
        var paired = PairedMessages.Request(history, added);
        return Request(default, paired with { History = ConversationOpening.Ahead(HistoryCut.Of(paired.History, this)) });
    }

    /// <summary>The tokens of a message, as this view counts them.</summary>
    internal int Count(ChatMessage message) => CountTokens is null ? TokenEstimate.Of(message) : Math.Max(0, CountTokens(message));

    private static ValueTask<HistoryRequest> ReduceAsync(IChatReducer reducer, SessionLog log, IReadOnlyList<ChatMessage> added, CancellationToken cancellationToken)
    {
        var paired = log.Pair(added);
        paired = paired with { Repairs = Join(log.Repairs, paired.Repairs) };
        return log.IsLastOpen
            ? ReduceAsync(reducer, log.Settled, paired, cancellationToken)
            : ReduceAsync(reducer, [.. log.Settled, .. paired.History], paired with { History = [] }, cancellationToken);
    }

    /// <summary>Lets the reducer have its part of the history, and makes what it returns valid together with the rest.</summary>
    private static async ValueTask<HistoryRequest> ReduceAsync(IChatReducer reducer, IReadOnlyList<ChatMessage> history, PairedMessages rest, CancellationToken cancellationToken)
    {
        var reduced = await reducer.ReduceAsync(history, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"The view's reducer ({reducer.GetType()}) returned null. It must return the messages to send; an empty list, if none.");
        var paired = PairedMessages.Request([.. reduced, .. rest.History], rest.Following);
        return Request(default, paired with { History = ConversationOpening.Ahead(paired.History), Repairs = Join(rest.Repairs, paired.Repairs) });
    }

    private static HistoryRequest Request(ArraySegment<ChatMessage> settled, PairedMessages paired) => new(
        settled.Count + paired.History.Count == 0 ? paired.Following : new RequestMessages(settled, paired.History, paired.Following),
        paired.Repairs);

    private static IReadOnlyList<string> Join(IReadOnlyList<string> first, IReadOnlyList<string> second) =>
        first.Count == 0 ? second
        : second.Count == 0 ? first
        : [.. first, .. second];

    private static int? AtLeastOne(int? value, [CallerMemberName] string name = "") => value is null or >= 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be 1 or more, or null for no limit.");
}
