using System.Collections.Immutable;
using Sessions;

namespace QuickStart;

/// <summary>What the agent knows about the user. The generator writes its accessors and its JSON; it is stored with the session.</summary>
[AgentSessionState]
public sealed partial record TravelPreferences
{
    public string? UserName { get; init; }

    public ImmutableArray<string> Interests { get; init; } = [];
}
