using System.Collections.Immutable;

namespace Sessions.AgentFramework.Tests.Guide;

[AgentSessionState]
public sealed partial record TravelPreferences
{
    public string? UserName { get; init; }
    public ImmutableArray<string> Interests { get; init; } = [];
}
