using Microsoft.CodeAnalysis;

namespace Sessions.Analyzers;

/// <content>The rules of <c>SESS5xx</c>, on what only the types of Microsoft Agent Framework can get wrong.</content>
internal static partial class Descriptors
{
    private const string Framework = "Sessions.AgentFramework";

    /// <summary>{0}: the field. {1}: the provider.</summary>
    public static readonly DiagnosticDescriptor ProviderFieldShared = Create(
        DiagnosticIds.ProviderFieldShared,
        Framework,
        DiagnosticSeverity.Warning,
        "Provider keeps one session's data for all",
        "'{0}' keeps what is of one session, and provider '{1}' serves all sessions, which read it too; keep it in a ProviderSessionState, or in a table by session",
        "One object of a provider serves all the sessions of its agent, several at once. What it keeps of one of them in a field is given to the others.");
}
