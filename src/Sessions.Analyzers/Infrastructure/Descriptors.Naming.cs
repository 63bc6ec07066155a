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
}
