using static Sessions.Analyzers.Agents.AgentMethodRoles;

namespace Sessions.Analyzers.Agents;

/// <summary>The methods of an agent. Those that Microsoft Agent Framework has too have the same names there.</summary>
internal static class AgentMethods
{
    /// <summary>An extension, where the others are methods of the agent's type.</summary>
    public const string MakesTool = "AsAIFunction";

    /// <summary>A method of the framework's session store too.</summary>
    public const string Save = "SaveSessionAsync";

    /// <summary>The parameter for the id of a conversation that the model's service keeps.</summary>
    public const string ServiceSessionId = "serviceSessionId";

    private static readonly Dictionary<string, AgentMethodRoles> Roles = new(StringComparer.Ordinal)
    {
        ["CreateSessionAsync"] = OpensSession | ReturnsSession,
        ["GetSessionAsync"] = OpensSession | ReturnsSession,
        ["FindSessionAsync"] = ReturnsSession,
        ["TakeOverSessionAsync"] = ReturnsSession,
        ["RunAsync"] = TakesSession | Runs | RunsTurn,
        ["RunStreamingAsync"] = TakesSession | Runs | Streams | RunsTurn,
        ["RegenerateAsync"] = TakesSession | RunsTurn,
        ["RegenerateStreamingAsync"] = TakesSession | Streams | RunsTurn,
        ["ReadTurnsAsync"] = TakesSession,
        ["ReadMessagesAsync"] = TakesSession,
        ["ForkSessionAsync"] = TakesSession | ReturnsSession,
        ["RewindSessionAsync"] = TakesSession,
        ["SwitchBranchAsync"] = TakesSession,
        ["HandOffAsync"] = TakesSession | HandsOff,
        [Save] = TakesSession | Saves,
        ["SerializeSessionAsync"] = TakesSession | Serializes,
        ["DeserializeSessionAsync"] = Deserializes | ReturnsSession,
        [MakesTool] = AgentMethodRoles.MakesTool,
    };

    public static IEnumerable<string> Names => Roles.Keys;

    public static AgentMethodRoles RolesOf(string name) => Roles.TryGetValue(name, out var roles) ? roles : None;
}
