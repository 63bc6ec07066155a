namespace Sessions.AgentFramework.Tests.Import;

[AgentSessionState]
public sealed partial record Visits
{
    public int Count { get; init; }

    public string? Nickname { get; init; }
}
