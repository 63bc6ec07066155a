using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers.Providers;

/// <summary>Which of its fields a provider keeps something of one session in, and where a turn takes it out.</summary>
internal sealed class FieldUses
{
    private readonly Dictionary<ISymbol, IOperation> _put = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, IOperation> _added = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, IOperation> _read = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, IOperation> _provided = new(SymbolEqualityComparer.Default);

    public FieldUses(IReadOnlyList<ProviderMethod> methods)
    {
        foreach (var method in methods)
        {
            var values = new TurnValues(method.Body);
            var provides = method.Provides || methods.Any(other => other.Provides && other.Calls(method.Symbol));
            foreach (var reference in method.Body.Descendants())
            {
                if (ProviderFields.Of(reference) is { IsStatic: false } field)
                {
                    Add(field, reference, values, method.RunsInTurn, provides);
                }
            }
        }
    }

    /// <summary>The fields, each with the first place where something of a session is put into it.</summary>
    public IEnumerable<(ISymbol Field, IOperation Place)> Kept =>
        _put.Concat(_added.Where(added => !_put.ContainsKey(added.Key))).Select(static pair => (pair.Key, pair.Value));

    /// <summary>Where a turn takes out what the field holds. A list that only the end of a turn reads may be waiting to be written down.</summary>
    public IOperation? FindReading(ISymbol field) => (_put.ContainsKey(field) ? _read : _provided).TryGetValue(field, out var place) ? place : null;

    private void Add(ISymbol field, IOperation reference, TurnValues values, bool runsInTurn, bool provides)
    {
        if (ProviderFields.PutBy(reference) is { } value && values.Carries(value))
        {
            AddFirst(_put, field, reference);
        }
        else if (ProviderFields.AddedBy(reference).Any(values.Carries))
        {
            AddFirst(_added, field, reference);
        }

        if (runsInTurn && ProviderFields.IsRead(reference))
        {
            AddFirst(_read, field, reference);
            if (provides)
            {
                AddFirst(_provided, field, reference);
            }
        }
    }

    private static void AddFirst(Dictionary<ISymbol, IOperation> places, ISymbol field, IOperation place)
    {
        if (!places.ContainsKey(field))
        {
            places.Add(field, place);
        }
    }
}
