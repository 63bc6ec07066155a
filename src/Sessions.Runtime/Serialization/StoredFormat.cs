using System.Text.Json;
using Microsoft.Extensions.AI;
using Sessions.Storage;

namespace Sessions;

/// <summary>
/// What every reader of stored data goes by: which exceptions say that the data is damaged, how that is reported, and what has to
/// hold of data that could be read.
/// </summary>
/// <remarks>
/// Reading touches nothing but the data. So whatever a parser, a converter or the constructor of a content throws, be it made for
/// arguments, formats or indexes, is said of the data.
/// </remarks>
internal static class StoredFormat
{
    // A head is counted on from these.
    private const long MaxNumber = long.MaxValue / 2;

    /// <summary>The bytes of a hash of a turn's input.</summary>
    public const int HashLength = 32;

    /// <summary>Whether an exception that reading threw says that the data is damaged, and has not been reported yet.</summary>
    public static bool IsDamage(Exception exception) => exception is not (SessionException or OperationCanceledException or OutOfMemoryException);

    /// <summary>Reports damage.</summary>
    /// <param name="what">What cannot be read, as the beginning of a sentence.</param>
    /// <param name="exception">What reading threw.</param>
    /// <param name="wayOut">The way out, if there is one.</param>
    public static SessionFormatException Damaged(string what, Exception exception, string? wayOut = null) =>
        new($"{what} cannot be read: {exception.Message} What is stored is unchanged.{(wayOut is null ? "" : " " + wayOut)}", exception);

    /// <summary>A message that was read, as everything here may rely on it to be.</summary>
    /// <exception cref="JsonException">It is not.</exception>
    public static ChatMessage Checked(ChatMessage? message)
    {
        if (message is null)
        {
            throw new JsonException("A message is null.");
        }

        for (var i = 0; i < message.Contents.Count; i++)
        {
            if (message.Contents[i] is null)
            {
                throw new JsonException($"Content {i} of a message is null.");
            }
        }

        return message;
    }

    /// <inheritdoc cref="Checked(ChatMessage?)"/>
    public static ChatResponse Checked(ChatResponse? response)
    {
        if (response is null)
        {
            throw new JsonException("The response is null.");
        }

        for (var i = 0; i < response.Messages.Count; i++)
        {
            _ = Checked(response.Messages[i]);
        }

        return response;
    }

    /// <summary>A head that was read.</summary>
    /// <exception cref="JsonException">No session stands there.</exception>
    public static SessionHead Checked(SessionHead head)
    {
        var isPlace = head.CurrentTurn >= 0 && head.LastTurn >= head.CurrentTurn && head.LastTurn < MaxNumber && head.Revision is >= 0 and < MaxNumber
            && (head.Revision > 0 || head.LastTurn == 0);
        return !isPlace ? throw new JsonException($"It says that it stands at turn {head.CurrentTurn} of {head.LastTurn}, revision {head.Revision}.")
            : string.IsNullOrEmpty(head.AgentId) ? throw new JsonException("It belongs to no agent.")
            : !Enum.IsDefined(head.HistoryOwner) ? throw new JsonException($"{head.HistoryOwner} is no history owner.")
            : head is { HistoryOwner: HistoryOwner.Service, ServiceSessionId: null } ? throw new JsonException("The service keeps its history, and its id there is missing.")
            : head;
    }

    /// <summary>A turn's record that was read.</summary>
    /// <exception cref="JsonException">There is no such turn.</exception>
    public static TurnRecord Checked(TurnRecord turn) =>
        turn.Number is <= 0 or >= MaxNumber || turn.ParentTurn < 0 || turn.ParentTurn >= turn.Number ? throw new JsonException($"Turn {turn.Number} says that it follows turn {turn.ParentTurn}.")
        : turn.Id.Length == 0 ? throw new JsonException($"Turn {turn.Number} has no id.")
        : !Enum.IsDefined(turn.Status) ? throw new JsonException($"{turn.Status} is no turn status.")
        : turn;

    /// <summary>A hash of a turn's input that was read.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static byte[] CheckedHash(byte[] hash) => hash.Length == HashLength ? hash : throw new JsonException("The hash of its input is damaged.");

    /// <summary>What a store says of a session.</summary>
    /// <exception cref="SessionFormatException">It is damaged.</exception>
    public static OpenedSession Checked(OpenedSession opened, SessionKey key, string? turnKey)
    {
        try
        {
            if (opened.Session is { } session)
            {
                _ = Checked(session.Head);
            }
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            throw Damaged($"Session '{key}'", exception);
        }

        try
        {
            if (opened.KeyedTurn is { } turn)
            {
                _ = Checked(turn);
                _ = CheckedHash(turn.InputHash.GetValueOrDefault().ToArray());
            }
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            throw Damaged($"The reply recorded for the turn key '{turnKey}' of session '{key}'", exception);
        }

        _ = opened.NewestTurns is { } turns ? Checked(turns, key) : null;
        return opened;
    }

    /// <summary>Turns that were read.</summary>
    /// <exception cref="SessionFormatException">One is damaged.</exception>
    public static TurnPage Checked(TurnPage page, SessionKey key)
    {
        try
        {
            for (var i = 0; i < page.Turns.Count; i++)
            {
                _ = Checked(page.Turns[i]);
            }
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            throw Damaged($"A turn of session '{key}'", exception);
        }

        return page;
    }

    private static StoredTurn Checked(StoredTurn turn) =>
        turn.Number is <= 0 or >= MaxNumber || turn.ParentTurn < 0 || turn.ParentTurn >= turn.Number ? throw new JsonException($"Turn {turn.Number} says that it follows turn {turn.ParentTurn}.")
        : string.IsNullOrEmpty(turn.Id) ? throw new JsonException($"Turn {turn.Number} has no id.")
        : turn;
}
