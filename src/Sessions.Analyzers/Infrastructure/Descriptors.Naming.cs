using Microsoft.CodeAnalysis;

namespace Sessions.Analyzers;

/// <content>The rules of <c>SESS3xx</c> on what sessions are named by.</content>
internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor ServiceSessionIdNotNamed = Create(
        DiagnosticIds.ServiceSessionIdNotNamed,
        Usage,
        DiagnosticSeverity.Warning,
        "Service's conversation id is given by position",
        "The second string is the id of a conversation that the model's service keeps; name it 'serviceSessionId', or write new SessionKey(tenant, id) if the two are a session's name",
        "GetSessionAsync takes two strings, which look like a tenant and an id. The second one makes the service the keeper of the history, for good.");

    /// <summary>{0}: what the key is made of. {1}: what to do.</summary>
    public static readonly DiagnosticDescriptor SessionKeyTooWide = Create(
        DiagnosticIds.SessionKeyTooWide,
        Usage,
        DiagnosticSeverity.Info,
        "Session key does not say whose the session is",
        "{0}; {1}",
        "Whoever names a session has it. A key that says whose the session is keeps the sessions of tenants and users apart, whatever ids are sent.");
}
