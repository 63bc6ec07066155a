using Microsoft.CodeAnalysis;

namespace Sessions.Analyzers.Usage.Ownership;

/// <summary>
/// The agent that a value is, or belongs to, as far as the code shows: the origins that it can have. An agent, its sessions and their
/// serialized forms have the same owner, and so has a collection of such, whose elements it is the owner of.
/// </summary>
internal sealed class Owner
{
    /// <summary>Nothing is known; no agent is ruled out.</summary>
    public static readonly Owner Unknown = new([], [], mayBeNull: true, source: null);

    /// <summary>No value, and so no owner.</summary>
    public static readonly Owner Null = new([], [], mayBeNull: true, source: null);

    /// <summary>What may be one of more agents than this is not worth to be followed.</summary>
    private const int MaximalOrigins = 16;

    private readonly AgentOrigin[] _origins;
    private readonly Owner[] _parts;

    private Owner(AgentOrigin[] origins, Owner[] parts, bool mayBeNull, SyntaxNode? source)
    {
        _origins = origins;
        _parts = parts;
        MayBeNull = mayBeNull;
        Source = source;
    }

    /// <summary>How a message names the agents.</summary>
    public string Display => string.Join(
        " or ",
        _origins.OfType<AgentCreation>().Select(creation => $"'{creation.Name}'").Distinct(StringComparer.Ordinal).OrderBy(name => name, StringComparer.Ordinal));

    public bool IsUnknown => this == Unknown;

    public bool MayBeNull { get; }

    /// <summary>The one expression that has made the value; <see langword="null"/> where it is not known, or not one.</summary>
    public SyntaxNode? Source { get; }

    /// <summary>The one parameter, member or local that brings the agent; <see langword="null"/> where it is another origin, or not one.</summary>
    public ISymbol? Holder => _parts.Length == 0 && _origins.Length == 1 ? (_origins[0] as GivenAgent)?.Holder : null;

    /// <summary>The places that can have created the agent.</summary>
    public IEnumerable<SyntaxNode> Creations => _origins.OfType<AgentCreation>().Select(creation => creation.Place);

    public static Owner Of(AgentOrigin origin) => new([origin], [], mayBeNull: false, (origin as AgentCreation)?.Place);

    /// <summary>The owner of a tuple, which has one for each of its elements.</summary>
    public static Owner OfParts(IEnumerable<Owner> parts) => new([], [.. parts], mayBeNull: false, source: null);

    /// <summary>The same owner, of a value that is made here.</summary>
    public Owner MadeBy(SyntaxNode source) => IsUnknown ? this : new(_origins, _parts, mayBeNull: false, source);

    public Owner WithoutNull() => IsUnknown || !MayBeNull ? this : new(_origins, _parts, mayBeNull: false, Source);

    /// <summary>The owner of an element of a tuple.</summary>
    public Owner Part(int index) => index < _parts.Length ? _parts[index] : Unknown;

    /// <summary>What is known where either may be the case; this instance where the other adds nothing.</summary>
    public Owner Or(Owner other)
    {
        if (this == other)
        {
            return this;
        }

        if (IsUnknown || other.IsUnknown || _parts.Length != other._parts.Length)
        {
            return Unknown;
        }

        var origins = _origins.Union(other._origins).ToArray();
        var parts = _parts.Zip(other._parts, (mine, others) => mine.Or(others)).ToArray();
        var mayBeNull = MayBeNull || other.MayBeNull;
        var source = this == Null || Source == other.Source ? other.Source : other == Null ? Source : null;
        var isSame = origins.Length == _origins.Length && mayBeNull == MayBeNull && source == Source && parts.SequenceEqual(_parts);
        return isSame ? this
            : origins.Length > MaximalOrigins ? Unknown
            : new Owner(origins, parts, mayBeNull, source);
    }

    /// <summary>Whether every agent that this can be is certainly another than every one that the other can be.</summary>
    public bool MustDifferFrom(Owner other) =>
        _origins.Length > 0 && other._origins.Length > 0 && _origins.All(mine => other._origins.All(mine.MustDifferFrom));

    /// <summary>Whether the two can be the same agent, whatever the given things are.</summary>
    public bool SharesOriginWith(Owner other) => _origins.Any(other._origins.Contains);

    /// <summary>Whether the owner depends on what something is given.</summary>
    public bool DependsOn(Func<ISymbol, bool> holder) =>
        _parts.Any(part => part.DependsOn(holder)) || _origins.Any(origin => origin switch
        {
            GivenAgent given => holder(given.Holder),
            AgentCreation { Identity.Parameter: { } parameter } => holder(parameter),
            _ => false,
        });

    /// <summary>The owner where it is known what the given things are.</summary>
    public Owner Bind(IBinding binding)
    {
        if (!DependsOn(binding.Binds))
        {
            return this;
        }

        var bound = _parts.Length == 0
            ? _origins.Select(origin => origin.Bind(binding)).Aggregate((known, other) => known.Or(other))
            : OfParts(_parts.Select(part => part.Bind(binding)));
        return bound.IsUnknown || bound == Null ? bound : new Owner(bound._origins, bound._parts, MayBeNull || bound.MayBeNull, Source ?? bound.Source);
    }
}
