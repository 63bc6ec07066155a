using static Sessions.Analyzers.Agents.AgentMethodRoles;

namespace Sessions.Analyzers.Agents;

/// <summary>The methods of an agent. Those that Microsoft Agent Framework has too have the same names there.</summary>
internal static class AgentMethods
{
    private static readonly Dictionary<string, AgentMethodRoles> Roles = new(StringComparer.Ordinal)
    {
        ["CreateSessionAsync"] = OpensSession | ReturnsSession,
        ["GetSessionAsync"] = OpensSession | ReturnsSession,
        ["FindSessionAsync"] = ReturnsSession,
        ["TakeOverSessionAsync"] = ReturnsSession,
        ["RunAsync"] = TakesSession | Runs,
        ["RunStreamingAsync"] = TakesSession | Runs | Streams,
        ["RegenerateAsync"] = TakesSession,
        ["RegenerateStreamingAsync"] = TakesSession | Streams,
        ["ReadTurnsAsync"] = TakesSession,
        ["ReadMessagesAsync"] = TakesSession,
        ["ForkSessionAsync"] = TakesSession | ReturnsSession,
        ["RewindSessionAsync"] = TakesSession,
        ["SwitchBranchAsync"] = TakesSession,
        ["HandOffAsync"] = TakesSession | HandsOff,
        ["SaveSessionAsync"] = TakesSession,
        ["SerializeSessionAsync"] = TakesSession | Serializes,
        ["DeserializeSessionAsync"] = Deserializes | ReturnsSession,
    };

    public static AgentMethodRoles RolesOf(string name) => Roles.TryGetValue(name, out var roles) ? roles : None;
}
