namespace Sessions.Analyzers;

/// <summary>The keys under which a diagnostic carries what its fix needs.</summary>
internal static class FixProperties
{
    /// <summary>The name of the session that a run should be passed.</summary>
    public const string SessionName = nameof(SessionName);

    /// <summary>The names of the methods that a history provider lacks, with a comma between them.</summary>
    public const string MissingMethods = nameof(MissingMethods);

    /// <summary>The versions that nothing steps up from, with commas between them.</summary>
    public const string MissingVersions = nameof(MissingVersions);
}
