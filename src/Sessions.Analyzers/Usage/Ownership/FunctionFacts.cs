using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Sessions.Analyzers.Usage.Ownership;

/// <summary>What one function does with agents and sessions, in terms of what it is given.</summary>
/// <param name="Result">The owner of what it returns.</param>
/// <param name="Uses">The uses of sessions.</param>
/// <param name="Leaving">The owners of the sessions that go where they are not seen, or to another agent.</param>
/// <param name="Writes">The owners of what it puts into members.</param>
internal sealed record FunctionFacts(
    Owner Result,
    IReadOnlyList<SessionUse> Uses,
    IReadOnlyList<Owner> Leaving,
    ImmutableDictionary<ISymbol, Owner> Writes)
{
    public static readonly FunctionFacts None = new(Owner.Unknown, [], [], ImmutableDictionary.Create<ISymbol, Owner>(SymbolEqualityComparer.Default));

    public static FunctionFacts Of(Owner result, IEnumerable<SessionUse> uses, IEnumerable<Owner> leaving, IEnumerable<KeyValuePair<ISymbol, Owner>> writes) =>
        new(result, [.. uses], [.. leaving], None.Writes.AddRange(writes));

    /// <summary>Whether the session that the parameter brings may be among those that leave, or are kept.</summary>
    public bool MayLeave(IParameterSymbol parameter) =>
        Leaving.Concat(Writes.Values).Any(owner => owner.IsUnknown || owner.DependsOn(holder => SymbolEqualityComparer.Default.Equals(holder, parameter)));

    /// <summary>The facts where it is known what the given things are.</summary>
    public FunctionFacts Bind(IBinding binding) => new(
        Result.Bind(binding),
        [.. Uses.Select(use => use.Bind(binding))],
        [.. Leaving.Select(owner => owner.Bind(binding))],
        Writes.ToImmutableDictionary(write => write.Key, write => write.Value.Bind(binding), SymbolEqualityComparer.Default));
}
