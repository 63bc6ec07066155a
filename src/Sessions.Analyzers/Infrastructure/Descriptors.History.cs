using Microsoft.CodeAnalysis;

namespace Sessions.Analyzers;

/// <content>The rules of <c>SESS1xx</c>, on history providers.</content>
internal static partial class Descriptors
{
    private const string History = "Sessions.History";

    /// <summary>{0}: the type. {1}: why it must be partial.</summary>
    public static readonly DiagnosticDescriptor HistoryProviderNotPartial = Create(
        DiagnosticIds.HistoryProviderNotPartial,
        History,
        DiagnosticSeverity.Error,
        "History provider is not partial",
        "Type '{0}' must be partial because it {1}",
        "The generator derives a type with [HistoryProvider] from HistoryProvider in its other half. It can do so only where the type, and every type that contains it, is partial.");

    /// <summary>{0}: the type. {1}: which method is missing or unusable, and what to do.</summary>
    public static readonly DiagnosticDescriptor HistoryMethodNotUsable = Create(
        DiagnosticIds.HistoryMethodNotUsable,
        History,
        DiagnosticSeverity.Error,
        "History provider has no usable method",
        "History provider '{0}' {1}",
        "The generated half of a history provider calls GetMessagesAsync to load the history and SaveMessagesAsync to store a turn. Each must be there, once, in a form that can be called.");

    /// <summary>{0}: the type. {1}: why it is refused, and what to do instead.</summary>
    public static readonly DiagnosticDescriptor HistoryProviderNotSupported = Create(
        DiagnosticIds.HistoryProviderNotSupported,
        History,
        DiagnosticSeverity.Error,
        "Type cannot be a history provider",
        "Type '{0}' cannot have [HistoryProvider]: {1}",
        "A history provider is made by dependency injection and derives from HistoryProvider. Types that cannot be that are refused.");

    /// <summary>{0}: the type. {1}: the method.</summary>
    public static readonly DiagnosticDescriptor HistoryMethodWithoutSession = Create(
        DiagnosticIds.HistoryMethodWithoutSession,
        History,
        DiagnosticSeverity.Warning,
        "History provider is told no session",
        "History provider '{0}' is told no session in '{1}', so that every session would have the messages of all; take a SessionKey",
        "A provider keeps the histories of all sessions. It tells them apart by what its methods take: the session's key, the session, the turn, or state of the session.");

    /// <summary>{0}: the source id. {1}: the type. {2}: why, and what to do.</summary>
    public static readonly DiagnosticDescriptor HistorySourceIdNotUsable = Create(
        DiagnosticIds.HistorySourceIdNotUsable,
        History,
        DiagnosticSeverity.Warning,
        "Source id of history provider cannot be used",
        "Source id '{0}' of history provider '{1}' cannot be used: {2}",
        "A provider is registered, and its messages are told apart, by its source id. Each needs one of its own.",
        WellKnownDiagnosticTags.CompilationEnd);

    /// <summary>{0}: the clock or the chance. {1}: what it is in. {2}: what to do.</summary>
    public static readonly DiagnosticDescriptor PromptVaries = Create(
        DiagnosticIds.PromptVaries,
        History,
        DiagnosticSeverity.Info,
        "Beginning of the prompt differs in each turn",
        "'{0}' makes {1} differ in each turn, and the service finds nothing of the request before in its cache; {2}",
        "A service has in its cache what requests begin with. Instructions come first: where they change, the whole history after them is read, and paid, anew.");

    public static readonly DiagnosticDescriptor MessageIdAsKey = Create(
        DiagnosticIds.MessageIdAsKey,
        History,
        DiagnosticSeverity.Warning,
        "Key of a message is made of an id that users' messages lack",
        "'MessageId' is null for what users write, so that their messages have one key here, or none; make the key of the session and a running number, or give messages without an id one",
        "Services give ids to what the model says. Of what a user says there is none, and a store that makes its keys of it keeps one message in place of all.");

    /// <summary>{0}: the time.</summary>
    public static readonly DiagnosticDescriptor MessagesOrderedByTime = Create(
        DiagnosticIds.MessagesOrderedByTime,
        History,
        DiagnosticSeverity.Info,
        "Messages are in the order of a clock",
        "Messages with the same '{0}', such as those of one turn, may come back in another order; order them by a number that counts them",
        "The messages of a turn are stored together and may have one time, and clocks are set back. A number that counts a session's messages has neither trouble.");

    /// <summary>{0}: the field. {1}: the method.</summary>
    public static readonly DiagnosticDescriptor LiveListReturned = Create(
        DiagnosticIds.LiveListReturned,
        History,
        DiagnosticSeverity.Warning,
        "History provider returns a list that it changes",
        "The list in '{0}' is returned itself, and '{1}' changes it while others read it; return a copy",
        "A turn reads the history that it was given until its end. A list that the provider goes on to change is then another one, or throws while it is read.");
}
