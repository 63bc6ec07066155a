using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace Sessions.Analyzers.Usage.Ownership;

/// <summary>
/// The owners of the values in locals, parameters and flow captures, at one point of the code. A slot that is not there has not been
/// assigned on any path so far.
/// </summary>
internal sealed class OwnerState
{
    public static readonly OwnerState Empty = new(ImmutableDictionary<Slot, Owner>.Empty);

    private readonly ImmutableDictionary<Slot, Owner> _owners;

    private OwnerState(ImmutableDictionary<Slot, Owner> owners) => _owners = owners;

    public Owner? Find(Slot slot) => _owners.TryGetValue(slot, out var owner) ? owner : null;

    public OwnerState With(Slot slot, Owner owner) => Of(_owners.SetItem(slot, owner));

    /// <summary>What is known where two paths meet; this instance where the other adds nothing.</summary>
    public OwnerState Join(OwnerState other)
    {
        if (this == other)
        {
            return this;
        }

        var joined = _owners;
        foreach (var pair in other._owners)
        {
            joined = joined.SetItem(pair.Key, joined.TryGetValue(pair.Key, out var owner) ? owner.Or(pair.Value) : pair.Value);
        }

        return Of(joined);
    }

    private OwnerState Of(ImmutableDictionary<Slot, Owner> owners) => owners == _owners ? this : new(owners);

    /// <summary>A local, a parameter, or a value that the flow graph keeps between two blocks.</summary>
    internal readonly record struct Slot
    {
        private readonly ISymbol? _variable;
        private readonly CaptureId _capture;

        public Slot(ISymbol variable) => _variable = variable;

        public Slot(CaptureId capture) => _capture = capture;
    }
}
