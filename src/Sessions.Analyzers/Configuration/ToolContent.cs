using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers.Configuration;

/// <summary>Tells which reducers leave out the calls of tools and their results.</summary>
internal static class ToolContent
{
    public static bool IsDroppedBy(IOperation? reducer) =>
        reducer?.Origin() is IObjectCreationOperation { Type: { Name: "MessageCountingChatReducer", ContainingNamespace: { Name: "AI", ContainingNamespace.Name: "Extensions" } } };
}
