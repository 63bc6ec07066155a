using Microsoft.CodeAnalysis;

namespace Sessions.Analyzers;

/// <content>The rules of <c>SESS3xx</c>, on the use of agents and sessions.</content>
internal static partial class Descriptors
{
    private const string Usage = "Sessions.Usage";

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

    /// <summary>{0}: what is wrong with the run's session.</summary>
    public static readonly DiagnosticDescriptor ConversationForgotten = Create(
        DiagnosticIds.ConversationForgotten,
        Usage,
        DiagnosticSeverity.Info,
        "Conversation is forgotten in each round",
        "This run {0} in each round of the loop that reads what the user says, and remembers nothing of the rounds before; create one session before the loop",
        "Who talks to a user in a loop has a conversation with the user. Runs that have no session, or each their own, answer as if nothing had been said before.");

    /// <summary>{0}: the method.</summary>
    public static readonly DiagnosticDescriptor StreamNotEnumerated = Create(
        DiagnosticIds.StreamNotEnumerated,
        Usage,
        DiagnosticSeverity.Warning,
        "Streaming run is never enumerated",
        "The result of '{0}' is never enumerated, so the turn never runs",
        "A streaming run begins when its result is enumerated, with await foreach or ToAgentResponseAsync. Until then the model is not called and nothing is stored.");
}
