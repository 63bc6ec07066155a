namespace Sessions.AgentFramework.Tests.Guide;

[AgentSessionState]
public sealed partial record TravelPreferences
{
    public string? UserName { get; init; }
}
