namespace Sessions.Analyzers;

/// <summary>The keys under which a diagnostic carries what its fix needs.</summary>
internal static class FixProperties
{
    /// <summary>The name of the session that a run should be passed.</summary>
    public const string SessionName = nameof(SessionName);

    /// <summary>The names of the methods that a history provider lacks, with a comma between them.</summary>
    public const string MissingMethods = nameof(MissingMethods);

    /// <summary>The key that a state type had, or that an entry of the lock file has.</summary>
    public const string StateKey = nameof(StateKey);

    /// <summary>The version that a state type must have.</summary>
    public const string StateVersion = nameof(StateVersion);

    /// <summary>The versions that nothing steps up from, with commas between them.</summary>
    public const string MissingVersions = nameof(MissingVersions);

    /// <summary>The id of an agent, or its name where it has none.</summary>
    public const string Agent = nameof(Agent);
}
