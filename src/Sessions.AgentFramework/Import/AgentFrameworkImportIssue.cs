namespace Sessions.AgentFramework;

/// <summary>A part of a session of Microsoft Agent Framework that has no place in one of ours, or another meaning there.</summary>
/// <param name="Path">Where it was in the serialized session, such as <c>stateBag.sessions.key</c>.</param>
/// <param name="Message">What became of it.</param>
public sealed record AgentFrameworkImportIssue(string Path, string Message)
{
    /// <summary>The path and the message.</summary>
    public override string ToString() => $"{Path}: {Message}";
}
