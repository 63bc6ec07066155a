namespace Sessions.Analyzers;

/// <summary>The methods of an agent, which have the same names in this runtime and in Microsoft Agent Framework.</summary>
internal static class AgentMethods
{
    public const string CreateSession = "CreateSessionAsync";
    public const string GetSession = "GetSessionAsync";
    public const string Run = "RunAsync";
    public const string RunStreaming = "RunStreamingAsync";
    public const string SaveSession = "SaveSessionAsync";
    public const string SerializeSession = "SerializeSessionAsync";
    public const string DeserializeSession = "DeserializeSessionAsync";
}
