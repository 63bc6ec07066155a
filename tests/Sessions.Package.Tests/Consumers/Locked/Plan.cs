using Sessions;

namespace Locked;

[AgentSessionState]
public sealed partial record Plan
{
    public string? Next { get; init; }
}
