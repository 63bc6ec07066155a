using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Sessions.Analyzers.Agents;
using Sessions.Analyzers.Usage.Ownership;

namespace Sessions.Analyzers.Usage;

/// <summary>
/// Tells of a file, from its text, whether it may have to do with agents: it names a method of theirs, or what makes one. The bodies of
/// the other files, which are most, need not be looked at.
/// </summary>
internal static class AgentText
{
    private static readonly string[] Words = [.. AgentMethods.Names, AgentCreations.Extension, AgentCreations.Type];

    private static readonly ConditionalWeakTable<SyntaxTree, object> Files = new();

    public static bool IsIn(SyntaxTree tree) => (bool)Files.GetValue(tree, static key => HasAny(key.ToString()));

    private static bool HasAny(string text) => Array.Exists(Words, word => text.IndexOf(word, StringComparison.Ordinal) >= 0);
}
