namespace Sessions.Analyzers.Usage.Ownership;

/// <summary>One place in the code that creates an agent. It stands for one agent, although a loop makes several there.</summary>
internal sealed class AgentCreation(string? identity, string display)
{
    /// <summary>The constant id or name of the agent; <see langword="null"/> where it has neither, and so a random id.</summary>
    public string? Identity { get; } = identity;

    /// <summary>How a message names the agent.</summary>
    public string Display { get; } = display;

    /// <summary>Whether the two places create two agents for certain.</summary>
    public bool MustDifferFrom(AgentCreation other) => (Identity, other.Identity) switch
    {
        (null, null) => this != other,
        ({ } mine, { } others) => mine != others,
        _ => false,
    };
}
