namespace Sessions.Generators;

/// <summary>The metadata names of what user code says of the runtime, and is recognized by.</summary>
internal static class RuntimeNames
{
    public const string AgentSessionStateAttribute = "Sessions.AgentSessionStateAttribute";
    public const string StateMigrationAttribute = "Sessions.StateMigrationAttribute";
    public const string HistoryProviderAttribute = "Sessions.HistoryProviderAttribute";
    public const string HistoryProvider = "Sessions.HistoryProvider";
    public const string SessionKey = "Sessions.SessionKey";
    public const string AgentSession = "Sessions.Agents.AgentSession";
    public const string TurnContext = "Sessions.Agents.TurnContext";
    public const string ChatMessage = "Microsoft.Extensions.AI.ChatMessage";
}
