namespace Sessions.Analyzers.Usage.Ownership;

/// <summary>What an agent is, as far as one function shows: one that is created at a place, or whatever something brings.</summary>
internal abstract record AgentOrigin
{
    /// <summary>Whether the two are two agents for certain.</summary>
    public abstract bool MustDifferFrom(AgentOrigin other);

    /// <summary>The agent where it is known what the given things are.</summary>
    public abstract Owner Bind(IBinding binding);
}
