using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>What is kept of a turn besides its messages. It never changes once it is written.</summary>
public sealed record TurnRecord
{
    // A fraction of the size of what is given: a session has one for each of its turns.
    private readonly CompactId _id;
    private readonly string? _finishReason;
    private readonly DateTime _startedAt;
    private readonly DateTime _completedAt;

    // The key, or what answers it, which names the key.
    private readonly object? _key;

    /// <summary>Makes a record, to be filled in.</summary>
    public TurnRecord()
    {
    }

    /// <summary>Makes the record of a turn whose id is not at hand as text.</summary>
    [SetsRequiredMembers]
#pragma warning disable CS8618 // The id as text is made of the field.
    internal TurnRecord(CompactId id) => _id = id;
#pragma warning restore CS8618

    /// <summary>The turn's number in its session: 1, 2, 3 and so on. The numbers of turns that the session went back behind are not given again.</summary>
    public required long Number { get; init; }

    /// <summary>The turn's id, unique everywhere.</summary>
    public required string Id
    {
        get => _id.ToString();
        init => _id = new CompactId(value);
    }

    /// <inheritdoc cref="Id"/>
    internal CompactId CompactId => _id;

    /// <summary>The number of the turn that this one follows; 0 for a first turn.</summary>
    public required long ParentTurn { get; init; }

    /// <summary>The caller's key of the turn, if the run had one.</summary>
    public string? TurnKey
    {
        get => _key as string ?? Reply?.TurnKey;
        init => _key = value;
    }

    /// <summary>What a repeated run with the turn's key is answered with, besides the turn's messages; <see langword="null"/> for a turn that answers none.</summary>
    internal TurnReply? Reply
    {
        get => _key as TurnReply;
        init => _key = value ?? (object?)TurnKey;
    }

    /// <summary>How many of the messages that were kept of the turn, from the first on, were the caller's.</summary>
    public int InputCount { get; init; }

    /// <summary>How the turn ended.</summary>
    public TurnStatus Status { get; init; }

    /// <summary>What the model reported of tokens used; of a turn kept in part, by the steps that it finished.</summary>
    public UsageDetails? Usage { get; init; }

    /// <summary>Why the model stopped.</summary>
    public ChatFinishReason? FinishReason
    {
        get => _finishReason is null ? null : new ChatFinishReason(_finishReason);
        init => _finishReason = value?.Value;
    }

    /// <summary>The service's id of the response.</summary>
    public string? ResponseId { get; init; }

    /// <summary>When the turn began, in UTC.</summary>
    public required DateTimeOffset StartedAt
    {
        get => new(_startedAt);
        init => _startedAt = value.UtcDateTime;
    }

    /// <summary>When the turn was committed, in UTC.</summary>
    public required DateTimeOffset CompletedAt
    {
        get => new(_completedAt);
        init => _completedAt = value.UtcDateTime;
    }
}
