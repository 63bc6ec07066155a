using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Sessions.Analyzers;

/// <summary>Every rule, with its message's format. The first digit of an id is its category.</summary>
internal static class Descriptors
{
    private const string HelpLinkBase = "https://github.com/sessions-dotnet/sessions/blob/main/docs/diagnostics/";

    private const string State = "Sessions.State";
    private const string History = "Sessions.History";
    private const string Usage = "Sessions.Usage";

    /// <summary>{0}: the type. {1}: why it must be partial.</summary>
    public static readonly DiagnosticDescriptor StateTypeNotPartial = Create(
        DiagnosticIds.StateTypeNotPartial,
        State,
        DiagnosticSeverity.Error,
        "Session state type is not partial",
        "Type '{0}' must be partial because it {1}",
        "The generator writes the other half of a type with [AgentSessionState]. It can do so only where the type, and every type that contains it, is partial.");

    /// <summary>{0}: the type. {1}: why it is refused, and what to do instead.</summary>
    public static readonly DiagnosticDescriptor StateTypeNotSupported = Create(
        DiagnosticIds.StateTypeNotSupported,
        State,
        DiagnosticSeverity.Error,
        "Type cannot be session state",
        "Type '{0}' cannot have [AgentSessionState]: {1}",
        "A slot of a session's state is one type with one key, made and read at run time. Types that cannot be that are refused.");

    /// <summary>{0}: the state type or a member of it. {1}: why, and what to do instead.</summary>
    public static readonly DiagnosticDescriptor StateNotSerializable = Create(
        DiagnosticIds.StateNotSerializable,
        State,
        DiagnosticSeverity.Error,
        "Session state cannot be serialized",
        "{0} cannot be serialized: {1}",
        "State is stored as JSON. What has no JSON form would fail when the session is committed, after the model has answered.");

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

    /// <summary>{0}: what is used, session or serialized session. {1}: the agents that own it. {2}: the agents it is used with.</summary>
    public static readonly DiagnosticDescriptor SessionOfAnotherAgent = Create(
        DiagnosticIds.SessionOfAnotherAgent,
        Usage,
        DiagnosticSeverity.Warning,
        "Session is used with an agent that did not create it",
        "{0} belongs to agent {1} and cannot be used with agent {2}",
        "A session belongs to the agent that created it. Every method that takes a session throws SessionMismatchException for the session of another agent.");

    /// <summary>{0}: the session. {1}: the agent.</summary>
    public static readonly DiagnosticDescriptor SessionNotPassed = Create(
        DiagnosticIds.SessionNotPassed,
        Usage,
        DiagnosticSeverity.Warning,
        "Session is created and not passed to the agent's runs",
        "Session '{0}' is not passed to the runs of '{1}', which remember nothing without it",
        "A run without a session starts from nothing and leaves nothing. A session that is created beside such runs was meant for them.");

    /// <summary>{0}: the method.</summary>
    public static readonly DiagnosticDescriptor StreamNotEnumerated = Create(
        DiagnosticIds.StreamNotEnumerated,
        Usage,
        DiagnosticSeverity.Warning,
        "Streaming run is never enumerated",
        "The result of '{0}' is never enumerated, so the turn never runs",
        "A streaming run begins when its result is enumerated, with await foreach or ToAgentResponseAsync. Until then the model is not called and nothing is stored.");

    public static ImmutableArray<DiagnosticDescriptor> All { get; } = ImmutableArray.Create(
        StateTypeNotPartial,
        StateTypeNotSupported,
        StateNotSerializable,
        HistoryProviderNotPartial,
        HistoryMethodNotUsable,
        HistoryProviderNotSupported,
        SessionOfAnotherAgent,
        SessionNotPassed,
        StreamNotEnumerated);

    private static DiagnosticDescriptor Create(
        string id,
        string category,
        DiagnosticSeverity severity,
        string title,
        string messageFormat,
        string description) =>
        new(id, title, messageFormat, category, severity, isEnabledByDefault: true, description, HelpLinkBase + id + ".md");
}
