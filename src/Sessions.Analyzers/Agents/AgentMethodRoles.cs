namespace Sessions.Analyzers.Agents;

/// <summary>What a method of an agent does with sessions and turns, as far as rules ask for it.</summary>
[Flags]
internal enum AgentMethodRoles
{
    None = 0,

    /// <summary>Makes a session, or finds the one that has an id.</summary>
    OpensSession = 1 << 0,

    /// <summary>Returns a session of the agent's own.</summary>
    ReturnsSession = 1 << 1,

    /// <summary>Is given a session, which must be the agent's own.</summary>
    TakesSession = 1 << 2,

    /// <summary>Returns a session as it is stored.</summary>
    Serializes = 1 << 3,

    /// <summary>Is given a stored session, which must be the agent's own.</summary>
    Deserializes = 1 << 4,

    /// <summary>Runs a turn on new messages.</summary>
    Runs = 1 << 5,

    /// <summary>Returns a stream that runs the turn while it is enumerated.</summary>
    Streams = 1 << 6,

    /// <summary>Makes a session another agent's.</summary>
    HandsOff = 1 << 7,

    /// <summary>Runs a turn of the session that it is given, on new messages or on those of an earlier turn.</summary>
    RunsTurn = 1 << 8,

    /// <summary>Stores a session.</summary>
    Saves = 1 << 9,

    /// <summary>Makes a tool of an agent.</summary>
    MakesTool = 1 << 10,

    /// <summary>Is no agent's method, but one of the project that is given an agent or a session.</summary>
    PassesOn = 1 << 11,
}
