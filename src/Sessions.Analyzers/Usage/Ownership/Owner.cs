using System.Collections.Immutable;

namespace Sessions.Analyzers.Usage.Ownership;

/// <summary>
/// The agent that a value is, or belongs to, as far as the code shows: the places it can have been created at. An agent, its
/// sessions and their serialized forms have the same owner.
/// </summary>
internal sealed class Owner
{
    /// <summary>Nothing is known; no place is ruled out.</summary>
    public static readonly Owner Unknown = new(ImmutableHashSet<AgentRoot>.Empty);

    private readonly ImmutableHashSet<AgentRoot> _roots;

    private Owner(ImmutableHashSet<AgentRoot> roots) => _roots = roots;

    public string Display => string.Join(" or ", _roots.Select(root => $"'{root.Display}'").Distinct(StringComparer.Ordinal).OrderBy(name => name, StringComparer.Ordinal));

    public static Owner Of(AgentRoot root) => new(ImmutableHashSet.Create(root));

    /// <summary>What is known where either may be the case; this instance where the other adds nothing.</summary>
    public Owner Or(Owner other)
    {
        if (this == Unknown || other == Unknown)
        {
            return Unknown;
        }

        var union = _roots.Union(other._roots);
        return union == _roots ? this : new Owner(union);
    }

    /// <summary>Whether every agent that this can be is certainly another than every one that the other can be.</summary>
    public bool IsVisiblyOtherThan(Owner other) =>
        this != Unknown && other != Unknown && _roots.All(mine => other._roots.All(mine.IsVisiblyOtherThan));
}
