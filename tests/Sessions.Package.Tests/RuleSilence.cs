namespace Sessions.Package.Tests;

/// <summary>What keeps rules silent in a project of a user's.</summary>
internal enum RuleSilence
{
    None,

    /// <summary>A line in each file.</summary>
    Pragma,

    /// <summary>The project's .editorconfig.</summary>
    Setting,
}
