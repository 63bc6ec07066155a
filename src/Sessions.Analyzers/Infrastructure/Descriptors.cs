using Microsoft.CodeAnalysis;

namespace Sessions.Analyzers;

/// <summary>Every rule, with its message's format. The first digit of an id is its category.</summary>
internal static partial class Descriptors
{
    private const string HelpLinkBase = "https://github.com/sessions-dotnet/sessions/blob/main/docs/diagnostics/";

    private static DiagnosticDescriptor Create(
        string id,
        string category,
        DiagnosticSeverity severity,
        string title,
        string messageFormat,
        string description,
        params string[] tags) =>
        new(id, title, messageFormat, category, severity, isEnabledByDefault: true, description, HelpLinkBase + id + ".md", tags);
}
