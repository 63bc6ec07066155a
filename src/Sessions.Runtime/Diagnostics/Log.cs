using Microsoft.Extensions.Logging;

namespace Sessions;

/// <summary>What the runtime logs. Nothing of a conversation is among it.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Provider '{SourceId}' failed after turn {TurnId} of agent '{AgentId}'.")]
    public static partial void ProviderFailed(this ILogger logger, Exception exception, string sourceId, string turnId, string agentId);

    [LoggerMessage(3, LogLevel.Warning, "The providers of turn {TurnId} of agent '{AgentId}' could not be disposed.")]
    public static partial void ProvidersNotClosed(this ILogger logger, Exception exception, string turnId, string agentId);

    [LoggerMessage(2, LogLevel.Warning, "The service named a conversation for turn {TurnId} of agent '{AgentId}', whose session keeps its history locally; it was not adopted.")]
    public static partial void ServiceSessionIdIgnored(this ILogger logger, string turnId, string agentId);

    [LoggerMessage(4, LogLevel.Warning, "A finished step of the turn with key '{TurnKey}' could not be recorded; after a crash it would be done again.")]
    public static partial void StepNotRecorded(this ILogger logger, Exception exception, string turnKey);

    [LoggerMessage(5, LogLevel.Error, "What was to be kept of the interrupted turn {TurnId} of agent '{AgentId}' could not be kept.")]
    public static partial void InterruptedTurnNotKept(this ILogger logger, Exception exception, string turnId, string agentId);

    [LoggerMessage(6, LogLevel.Warning, "The stream of the model's answer in turn {TurnId} of agent '{AgentId}' could not be disposed.")]
    public static partial void StreamNotDisposed(this ILogger logger, Exception exception, string turnId, string agentId);
}
