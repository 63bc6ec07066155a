using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sessions.Generators;

namespace Sessions.Analyzers.State;

/// <summary>Decides whether the accessors of a state type can be called by their names.</summary>
internal sealed class AccessorRules(Compilation compilation)
{
    private readonly Capabilities _capabilities = Capabilities.Of(compilation);
    private readonly HashSet<string> _sessionMembers = MembersOf(compilation.GetBestTypeByMetadataName(RuntimeNames.AgentSession));

    /// <summary>Why the accessors cannot be called, and what to do; <see langword="null"/> if they can.</summary>
    public string? FindProblem(NamedState state, IEnumerable<NamedState> all)
    {
        var accessor = state.Declaration.Accessor;
        if (!state.HasAccessors)
        {
            return null;
        }

        if (!SyntaxFacts.IsValidIdentifier(accessor))
        {
            return "it is not a C# identifier, and no accessors are generated";
        }

        var hasDefault = StateDefaults.HasDefault(state.Type);
        if (!AccessorNames.CanBeProperty(accessor, RuntimeNames.All) && AccessorNames.WantProperty(hasDefault, _capabilities))
        {
            return "an extension property cannot have the name of the type that it extends; name another by Accessor";
        }

        if (AccessorNames.Of(accessor, hasDefault, _capabilities).FirstOrDefault(_sessionMembers.Contains) is { } member)
        {
            return $"'{member}' is a member of AgentSession, which comes first; name another by Accessor";
        }

        return all.FirstOrDefault(other => other != state && HasSameAccessors(other, state)) is { } twin
            ? $"'{twin.FullName}' has it in the same namespace; name another by Accessor"
            : null;
    }

    // Those of an inner namespace come before those of an outer one.
    private static bool HasSameAccessors(NamedState left, NamedState right) =>
        left.HasAccessors
        && string.Equals(left.Declaration.Accessor, right.Declaration.Accessor, StringComparison.Ordinal)
        && SymbolEqualityComparer.Default.Equals(left.Type.ContainingNamespace, right.Type.ContainingNamespace);

    private static HashSet<string> MembersOf(INamedTypeSymbol? session) => session is null ? [] : new(
        session.SelfAndBaseTypes()
            .SelectMany(type => type.GetMembers())
            .Where(member => member is { IsStatic: false, DeclaredAccessibility: Accessibility.Public, CanBeReferencedByName: true })
            .Select(member => member.Name),
        StringComparer.Ordinal);
}
