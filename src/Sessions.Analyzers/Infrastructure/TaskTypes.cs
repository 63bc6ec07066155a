using Microsoft.CodeAnalysis;

namespace Sessions.Analyzers;

internal static class TaskTypes
{
    /// <summary>Whether the type is a task, or what awaits one. Compared by parts: to write out a namespace's name costs more than the rest of a rule.</summary>
    public static bool IsOfTasks(this INamedTypeSymbol type) => type.ContainingNamespace switch
    {
        { Name: "Tasks", ContainingNamespace: { Name: "Threading", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } } => true,
        { Name: "CompilerServices", ContainingNamespace: { Name: "Runtime", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } } => true,
        _ => false,
    };
}
