using System.Collections.Immutable;

namespace Sessions.Analyzers.Usage.Ownership;

/// <summary>
/// The agent that a value is, or belongs to, as far as the code shows: the places it can have been created at. An agent, its
/// sessions and their serialized forms have the same owner.
/// </summary>
internal sealed class Owner
{
    /// <summary>Nothing is known; no place is ruled out.</summary>
    public static readonly Owner Unknown = new(ImmutableHashSet<AgentCreation>.Empty);

    private readonly ImmutableHashSet<AgentCreation> _creations;

    private Owner(ImmutableHashSet<AgentCreation> creations) => _creations = creations;

    public string Display => string.Join(" or ", _creations.Select(creation => $"'{creation.Display}'").Distinct(StringComparer.Ordinal).OrderBy(name => name, StringComparer.Ordinal));

    public static Owner Of(AgentCreation creation) => new(ImmutableHashSet.Create(creation));

    /// <summary>What is known where either may be the case; this instance where the other adds nothing.</summary>
    public Owner Or(Owner other)
    {
        if (this == Unknown || other == Unknown)
        {
            return Unknown;
        }

        var union = _creations.Union(other._creations);
        return union == _creations ? this : new Owner(union);
    }

    /// <summary>Whether every agent that this can be is certainly another than every one that the other can be.</summary>
    public bool MustDifferFrom(Owner other) =>
        this != Unknown && other != Unknown && _creations.All(mine => other._creations.All(mine.MustDifferFrom));
}
