using Microsoft.CodeAnalysis;

namespace Sessions.Analyzers;

/// <content>The rules of <c>SESS3xx</c> on when turns run, and how they end.</content>
internal static partial class Descriptors
{
    /// <summary>{0}: the session. {1}: what becomes of the turns.</summary>
    public static readonly DiagnosticDescriptor TurnsOverlap = Create(
        DiagnosticIds.TurnsOverlap,
        Usage,
        DiagnosticSeverity.Warning,
        "Turns of one session run at once",
        "Session '{0}' is given to turns that run at once, and {1}; await each before the next, or give each a session of its own",
        "A turn goes on from the one before it. Turns of one session that run at once are refused, or each is stored as if the other had not been.");

    /// <summary>{0}: the session.</summary>
    public static readonly DiagnosticDescriptor TurnsQueue = Create(
        DiagnosticIds.TurnsQueue,
        Usage,
        DiagnosticSeverity.Info,
        "Turns of one session wait for each other",
        "Session '{0}' is given to turns that are begun at once, and run one after the other in any order; await each before the next, or give each a session of its own",
        "Turns of one session queue. What is begun at once gains no time, and each question is answered in the light of whichever came before it.");

    public static readonly DiagnosticDescriptor TurnRunsItsOwnSession = Create(
        DiagnosticIds.TurnRunsItsOwnSession,
        Usage,
        DiagnosticSeverity.Warning,
        "Turn runs its own session",
        "This run is given the session of the turn that it is part of, which is not finished; give it a session of its own, or none",
        "A tool and a provider run within a turn. A run of the turn's own session would wait for the turn, which waits for it, and is refused; Microsoft Agent Framework mixes the two.");

    /// <summary>{0}: the method.</summary>
    public static readonly DiagnosticDescriptor RunDropped = Create(
        DiagnosticIds.RunDropped,
        Usage,
        DiagnosticSeverity.Warning,
        "Run is not awaited",
        "The task of '{0}' is neither awaited nor kept, so that nobody learns how the turn ends; await it",
        "A turn that nobody waits for ends with the process or its scope, and its exception is seen by nobody.");

    /// <summary>{0}: break or return. {1}: the method.</summary>
    public static readonly DiagnosticDescriptor StreamLeftEarly = Create(
        DiagnosticIds.StreamLeftEarly,
        Usage,
        DiagnosticSeverity.Info,
        "Stream of a turn is left before its end",
        "This '{0}' leaves the stream of '{1}' before its end, and the session keeps nothing of the turn; read it to its end, or say in InterruptedTurns what is kept",
        "A turn is committed when its stream has been read to the end. Who leaves it early abandons the turn: by default the session keeps neither the question nor what was answered.");

    /// <summary>{0}: the stream. {1}: what happens.</summary>
    public static readonly DiagnosticDescriptor StreamReadTwice = Create(
        DiagnosticIds.StreamReadTwice,
        Usage,
        DiagnosticSeverity.Warning,
        "Stream of a turn is read twice",
        "Stream '{0}' is read a second time, {1}; keep the updates in a list, or the response",
        "The stream of a run is its turn. To read it again would be to run another turn.");
}
