using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Sessions.Analyzers.Agents;

namespace Sessions.Analyzers.Usage.Ownership;

/// <summary>What the types of one compilation do with agents and sessions: each part of a type that is in a file of its own by itself.</summary>
internal sealed class OwnershipOfTypes(AgentSymbols agents)
{
    private readonly ConcurrentDictionary<SyntaxTree, TypesOfFile> _files = new();

    public TypeOwnership Of(ISymbol member, SyntaxTree tree) =>
        _files.GetOrAdd(tree, key => new TypesOfFile(key, agents)).Of(((member as INamedTypeSymbol) ?? member.ContainingType).OutermostType());

    private sealed class TypesOfFile(SyntaxTree tree, AgentSymbols agents)
    {
        private readonly ConcurrentDictionary<INamedTypeSymbol, TypeOwnership> _types = new(SymbolEqualityComparer.Default);
        private readonly Lazy<bool> _createsAgents = new(() => tree.ToString() is var text && (Contains(text, AgentCreations.Extension) || Contains(text, AgentCreations.Type)));

        public TypeOwnership Of(INamedTypeSymbol type) => _types.GetOrAdd(type, key => new TypeOwnership(key, tree, _createsAgents.Value, agents));

        private static bool Contains(string text, string name) => text.IndexOf(name, StringComparison.Ordinal) >= 0;
    }
}
