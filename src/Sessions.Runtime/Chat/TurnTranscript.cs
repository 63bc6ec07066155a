using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>What the model and the tools have said in a turn: the whole answer or, until there is one, as much of it as came.</summary>
/// <param name="turn">The turn.</param>
/// <param name="earlier">What was said in the runs that this one goes on from.</param>
/// <param name="journal">The turn's steps, if they are recorded.</param>
/// <param name="stream">The stream of the answer, if it is streamed.</param>
internal readonly struct TurnTranscript(TurnContext turn, ChatResponse? earlier, TurnJournal? journal, TurnStream? stream)
{
    /// <summary>The tokens that the answer says it used; without one, those of the steps that the model finished.</summary>
    public UsageDetails? Usage => turn.Response is { } response ? response.Usage : ModelStep.Sum(earlier?.Usage, journal?.ToUsage());

    /// <summary>The messages of the answer; without one, those of the steps that were recorded.</summary>
    public IReadOnlyList<ChatMessage> Messages => turn.Response is { } response ? MessagesOf(response) : [.. earlier?.Messages ?? [], .. journal?.ToMessages() ?? []];

    /// <summary>The service's id of the conversation with all this in it, if it gave one.</summary>
    public string? ConversationId => NullIfEmpty(turn.Response?.ConversationId) ?? LastWhole?.ConversationId ?? stream?.ConversationId;

    /// <summary>The last whole answer of a turn that has no response.</summary>
    private ServiceAnswer? LastWhole => turn.Response is null ? journal?.ToServiceAnswer() : null;

    /// <summary>The calls that a service which keeps the history waits for where the turn ends.</summary>
    /// <param name="requestId">The conversation id that the service was sent.</param>
    /// <returns>The calls, with the results that there are; <see langword="null"/> where the service has nothing of the turn.</returns>
    public IReadOnlyList<ChatMessage>? FindOpenCalls(string? requestId)
    {
        if (turn.Response is { } response)
        {
            return OpenCalls.After(MessagesOf(response));
        }

        if (LastWhole is { } lastWhole)
        {
            return lastWhole.OpenCalls;
        }

        // An answer that was cut off is part of the conversation where it has an id of its own; one thread does not have it, nor
        // what was asked.
        return stream?.ConversationId is { } id && id != requestId ? OpenCalls.After([.. stream.ToResponse().Messages]) : null;
    }

    /// <summary>Copies of the results that the caller gave, and those of the calls that the caller approved or rejected.</summary>
    public IEnumerable<ChatMessage> CopyResults() =>
        turn.InputMessages.Where(message => message.Role == ChatRole.Tool).Concat(journal?.ToAnsweredResults() ?? []).Select(MessageCopy.Of);

    private static IReadOnlyList<ChatMessage> MessagesOf(AgentResponse response) => response.Messages as IReadOnlyList<ChatMessage> ?? [.. response.Messages];

    private static string? NullIfEmpty(string? id) => string.IsNullOrEmpty(id) ? null : id;
}
