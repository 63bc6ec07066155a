namespace Sessions;

/// <summary>Which sessions to list. Lists go by pages: the last id of one page is where the next begins.</summary>
public sealed record SessionQuery
{
    private readonly int _maxCount = 100;

    /// <summary>The tenant whose sessions are listed; <c>""</c> is the default one.</summary>
    public string Tenant { get; init; } = "";

    /// <summary>Only sessions that belong to this agent.</summary>
    public string? AgentId { get; init; }

    /// <summary>Only sessions whose ids come after this one in the store's order.</summary>
    public string? AfterId { get; init; }

    /// <summary>The most sessions to list, 1 or more; 100 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int MaxCount
    {
        get => _maxCount;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _maxCount = value;
        }
    }
}
