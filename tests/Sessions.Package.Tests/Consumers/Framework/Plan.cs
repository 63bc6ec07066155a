using Sessions;

namespace Framework;

[AgentSessionState]
public sealed partial record Plan
{
    public string? Next { get; init; }
}
