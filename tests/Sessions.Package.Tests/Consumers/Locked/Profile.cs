using Sessions;

namespace Locked;

[AgentSessionState]
public sealed partial record Profile
{
    public string? Name { get; init; }

    public int Level { get; init; }
}
