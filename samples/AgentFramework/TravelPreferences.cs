using System.Collections.Immutable;
using Sessions;

namespace AgentFrameworkSample;

/// <summary>What is remembered of a user, typed, in the session.</summary>
[AgentSessionState]
public sealed partial record TravelPreferences
{
    public string? UserName { get; init; }

    public ImmutableArray<string> Interests { get; init; } = [];
}
