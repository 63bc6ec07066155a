using System.Collections.Immutable;
using Sessions;

namespace Locked;

[AgentSessionState]
public sealed partial record Visits
{
    public int Count { get; init; }

    public ImmutableArray<string> Messages { get; init; } = [];

    public override string ToString() => $"{Count} [{string.Join(", ", Messages)}]";
}
