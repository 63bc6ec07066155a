using Sessions;

namespace App;

[AgentSessionState]
public sealed partial record Mood
{
    public string? Now { get; init; }
}
