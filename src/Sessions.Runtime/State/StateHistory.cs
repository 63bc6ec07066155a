using Sessions.Storage;

namespace Sessions;

/// <summary>
/// The state values that were written at each turn of a session, in memory. What guards the session guards it. It takes no memory
/// of its own while there are none.
/// </summary>
internal struct StateHistory
{
    private Dictionary<long, SortedDictionary<string, StateValue>>? _written;

    /// <summary>Writes values as of a turn, in place of those already written for it.</summary>
    public void Write(long turn, IReadOnlyCollection<StateValue> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        _written ??= [];
        if (!_written.TryGetValue(turn, out var written))
        {
            _written[turn] = written = new(StringComparer.Ordinal);
        }

        foreach (var value in values)
        {
            written[value.Key] = value;
        }
    }

    /// <summary>What was written at a turn, slots that were emptied among it; at 0, what was set before the first.</summary>
    public readonly IReadOnlyList<StateValue> WrittenAt(long turn) => _written is not null && _written.TryGetValue(turn, out var written) ? [.. written.Values] : [];

    /// <summary>The same as it is now, whatever comes.</summary>
    public readonly StateHistory Copy() => new()
    {
        _written = _written?.ToDictionary(written => written.Key, written => new SortedDictionary<string, StateValue>(written.Value, StringComparer.Ordinal)),
    };

    /// <summary>The newest value of each slot along a chain of turns, without those that were emptied.</summary>
    /// <param name="chain">The turns' numbers, newest first; what was set before the first turn lies below them all.</param>
    public readonly IReadOnlyList<StateValue> At(IEnumerable<long> chain)
    {
        if (_written is null)
        {
            return [];
        }

        var newest = new SortedDictionary<string, StateValue>(StringComparer.Ordinal);
        foreach (var turn in chain.Append(0))
        {
            foreach (var value in WrittenAt(turn))
            {
                newest.TryAdd(value.Key, value);
            }
        }

        return [.. newest.Values.Where(value => value.Json is not null)];
    }
}
