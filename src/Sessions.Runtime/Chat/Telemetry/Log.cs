using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Sessions.Agents;

/// <summary>
/// What the runtime logs. Nothing of a conversation is among it. The ids of events are listed in docs/guides/telemetry.md and do
/// not change.
/// </summary>
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

    [LoggerMessage(7, LogLevel.Warning, "The result of the approved call of tool '{Tool}' could not be recorded; if its turn leaves nothing, the outcome counts as unknown.")]
    public static partial void ApprovedResultNotRecorded(this ILogger logger, Exception exception, string tool);

    [LoggerMessage(8, LogLevel.Information, "The client of agent '{AgentId}' invokes functions itself, below the agent. Turns with a key do not run finished tools again; the model's answers on the way are not recorded.")]
    public static partial void AnswersHidden(this ILogger logger, string agentId);

    [LoggerMessage(9, LogLevel.Warning, "In turn {TurnId} of agent '{AgentId}' the model called the tool '{Tool}', and nothing ran it.")]
    public static partial void CallNotRun(this ILogger logger, string turnId, string agentId, string tool);

    [LoggerMessage(10, LogLevel.Debug, "Turn {TurnId} of agent '{AgentId}' began (session '{Session}').")]
    private static partial void TurnStarted(this ILogger logger, string turnId, string agentId, SessionKey? session);

    [LoggerMessage(11, LogLevel.Information, "Turn {TurnId} of agent '{AgentId}' completed (session '{Session}', kept of it: {Kept}).")]
    private static partial void TurnCompleted(this ILogger logger, string turnId, string agentId, SessionKey? session, string kept);

    [LoggerMessage(12, LogLevel.Information, "The reply of turn {TurnId} of agent '{AgentId}' was given again for its key (session '{Session}').")]
    private static partial void TurnReplayed(this ILogger logger, string turnId, string agentId, SessionKey? session);

    [LoggerMessage(13, LogLevel.Information, "Turn {TurnId} of agent '{AgentId}' was interrupted (session '{Session}', kept of it: {Kept}).")]
    private static partial void TurnInterrupted(this ILogger logger, string turnId, string agentId, SessionKey? session, string kept);

    [LoggerMessage(14, LogLevel.Warning, "Turn {TurnId} of agent '{AgentId}' failed with {ErrorType} (session '{Session}', kept of it: {Kept}).")]
    private static partial void TurnFailed(this ILogger logger, string turnId, string agentId, SessionKey? session, string kept, string? errorType);

    [LoggerMessage(15, LogLevel.Warning, "Turn {TurnId} of agent '{AgentId}' was not kept: somebody else has changed session '{Session}', which was at revision {ExpectedRevision} and {ActualRevision}.")]
    private static partial void TurnConflicted(this ILogger logger, string turnId, string agentId, SessionKey? session, long expectedRevision, string actualRevision);

    [LoggerMessage(16, LogLevel.Information, "Turn {TurnId} of agent '{AgentId}' is attempt {Attempt} of a run that met with a conflict (session '{Session}').")]
    private static partial void TurnRetried(this ILogger logger, string turnId, string agentId, SessionKey? session, int attempt);

    [LoggerMessage(17, LogLevel.Information, "A newer run took the place of turn {TurnId} of agent '{AgentId}', or its session is deleted (session '{Session}', kept of it: {Kept}).")]
    private static partial void TurnSuperseded(this ILogger logger, string turnId, string agentId, SessionKey? session, string kept);

    [LoggerMessage(18, LogLevel.Debug, "Turn {TurnId} of agent '{AgentId}' is answered in the background (session '{Session}').")]
    private static partial void TurnUnderWay(this ILogger logger, string turnId, string agentId, SessionKey? session);

    [LoggerMessage(21, LogLevel.Warning, "Turn {TurnId} of agent '{AgentId}' did not give back the lease of its session, which ends by itself.")]
    public static partial void LeaseNotReleased(this ILogger logger, Exception exception, string turnId, string agentId);

    [LoggerMessage(19, LogLevel.Information, "Agent '{AgentId}' has no session store, so its sessions live in their objects alone: each GetSessionAsync makes a new one. Register a SessionStore to keep them, with UseSqlite for example.")]
    public static partial void NothingKeepsSessions(this ILogger logger, string agentId);

    /// <summary>Logs that a turn begins.</summary>
    public static void TurnOpened(this ILogger logger, CompactId turn, string agentId, SessionKey? session, int attempt)
    {
        if (logger.IsEnabled(LogLevel.Debug))
        {
            logger.TurnStarted(turn.ToString(), agentId, session);
        }

        if (attempt > 1)
        {
            logger.TurnRetried(turn.ToString(), agentId, session, attempt);
        }
    }

    /// <summary>Logs the end of a turn. What an exception says is not logged: it may quote the conversation, and the caller has it.</summary>
    public static void TurnEnded(this ILogger logger, in TurnOutcome turn, string agentId, SessionKey? session)
    {
        // Most often there is nobody to be told, and the id's text need not be made.
        if (!logger.IsEnabled(LogLevel.Critical))
        {
            return;
        }

        var id = turn.TurnId.ToString();
        var kept = turn.Number is { } number ? string.Create(CultureInfo.InvariantCulture, $"turn {number}") : "nothing";
        switch (turn)
        {
            case { IsReplayed: true }:
                logger.TurnReplayed(id, agentId, session);
                break;
            case { IsUnderWay: true }:
                logger.TurnUnderWay(id, agentId, session);
                break;
            case { Status: TurnStatus.Completed }:
                logger.TurnCompleted(id, agentId, session, kept);
                break;
            case { Exception: TurnSupersededException }:
                logger.TurnSuperseded(id, agentId, session, kept);
                break;
            case { Exception: SessionConflictException conflict }:
                logger.TurnConflicted(id, agentId, session, conflict.ExpectedRevision, conflict.ActualRevision is { } revision ? string.Create(CultureInfo.InvariantCulture, $"is at {revision}") : "is deleted");
                break;
            case { Status: TurnStatus.Interrupted }:
                logger.TurnInterrupted(id, agentId, session, kept);
                break;
            default:
                logger.TurnFailed(id, agentId, session, kept, turn.Exception?.GetType().FullName);
                break;
        }
    }
}
