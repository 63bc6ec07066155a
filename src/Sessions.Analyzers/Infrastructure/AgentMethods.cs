namespace Sessions.Analyzers;

/// <summary>The methods of an agent. Those that Microsoft Agent Framework has too have the same names there.</summary>
internal static class AgentMethods
{
    public const string CreateSession = "CreateSessionAsync";
    public const string GetSession = "GetSessionAsync";
    public const string Run = "RunAsync";
    public const string RunStreaming = "RunStreamingAsync";
    public const string Regenerate = "RegenerateAsync";
    public const string RegenerateStreaming = "RegenerateStreamingAsync";
    public const string ReadTurns = "ReadTurnsAsync";
    public const string ReadMessages = "ReadMessagesAsync";
    public const string ForkSession = "ForkSessionAsync";
    public const string RewindSession = "RewindSessionAsync";
    public const string HandOff = "HandOffAsync";
    public const string SaveSession = "SaveSessionAsync";
    public const string SerializeSession = "SerializeSessionAsync";
    public const string DeserializeSession = "DeserializeSessionAsync";
}
