using Microsoft.Extensions.Logging;

namespace Sessions;

/// <summary>What the runtime logs. Nothing of a conversation is among it.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Provider '{SourceId}' failed after turn {TurnId} of agent '{AgentId}'.")]
    public static partial void ProviderFailed(this ILogger logger, Exception exception, string sourceId, string turnId, string agentId);

    [LoggerMessage(2, LogLevel.Warning, "The service named a conversation for turn {TurnId} of agent '{AgentId}', whose session keeps its history locally; it was not adopted.")]
    public static partial void ServiceSessionIdIgnored(this ILogger logger, string turnId, string agentId);
}
