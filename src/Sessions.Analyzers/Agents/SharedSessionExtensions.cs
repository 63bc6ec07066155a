using Microsoft.CodeAnalysis;

namespace Sessions.Analyzers.Agents;

internal static class SharedSessionExtensions
{
    /// <summary>Whether the author says, with <c>[SharedSession]</c>, that one session is meant for all who use it.</summary>
    public static bool IsSharedOnPurpose(this ISymbol holder) => holder.GetAttributes().Any(static attribute =>
        attribute.AttributeClass is { Name: "SharedSessionAttribute", ContainingNamespace: { Name: "Sessions", ContainingNamespace.IsGlobalNamespace: true } });
}
