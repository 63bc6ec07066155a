using Sessions;

namespace Travel;

[AgentSessionState]
public sealed partial record Trip
{
    public string? Goal { get; init; }
}
