using Microsoft.CodeAnalysis;

namespace Sessions.Analyzers;

/// <content>The rules of <c>SESS3xx</c> on how sessions are kept: saved, shared, and what is done about conflicts.</content>
internal static partial class Descriptors
{
    /// <summary>{0}: finally or catch.</summary>
    public static readonly DiagnosticDescriptor SaveMayBeCancelled = Create(
        DiagnosticIds.SaveMayBeCancelled,
        Usage,
        DiagnosticSeverity.Warning,
        "Session is saved with a token that may be cancelled",
        "The session is saved in a '{0}' block with a token that may be cancelled by then, and is lost if it is; save it with CancellationToken.None",
        "A block that clears up runs when something was cancelled. A save that is given the same token fails at once, and what it was to keep is lost.");

    /// <summary>{0}: the method. {1}: when.</summary>
    public static readonly DiagnosticDescriptor SavedAfterStream = Create(
        DiagnosticIds.SavedAfterStream,
        Usage,
        DiagnosticSeverity.Info,
        "Session is saved only after its stream",
        "'{0}' is never reached when {1} in the loop before it; put the loop into a try block, and this into its finally block",
        "What stands after the loop over a stream is left out when the loop is left early. Only a finally block runs whatever happens.");

    /// <summary>{0}: what holds the session.</summary>
    public static readonly DiagnosticDescriptor SessionShared = Create(
        DiagnosticIds.SessionShared,
        Usage,
        DiagnosticSeverity.Warning,
        "One session is shared by all",
        "{0} holds one session for all who use the program, whose conversations become one; find a session for each by its id, or say [SharedSession]",
        "A session is one conversation. Where all users of a program meet in one, each reads what the others said.");

    public static readonly DiagnosticDescriptor ConflictIgnored = Create(
        DiagnosticIds.ConflictIgnored,
        Usage,
        DiagnosticSeverity.Warning,
        "Conflict is ignored",
        "A conflict that is ignored loses the turn, which nobody is told; run it again with OnConflict = ConflictHandling.Retry, or tell the caller",
        "A conflict means that nothing of the turn was kept. Who catches it and does nothing goes on as if all had been.");

    public static readonly DiagnosticDescriptor ConflictHidden = Create(
        DiagnosticIds.ConflictHidden,
        Usage,
        DiagnosticSeverity.Info,
        "Conflict is answered by a constant",
        "This answers a conflict by a constant, and the caller cannot tell that the turn was lost; run it again with OnConflict = ConflictHandling.Retry, or tell the caller",
        "A conflict means that nothing of the turn was kept. The exception has the model's answer, and says which revision the session has.");
}
