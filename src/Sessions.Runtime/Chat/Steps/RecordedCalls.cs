using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>What earlier attempts of a turn recorded of calls, to be found by the calls of the attempt that runs, each once.</summary>
/// <remarks>
/// A call is found by its id and what it calls, or by what it calls alone: a model that is asked anew gives its calls other ids. Equal
/// calls of one answer are told apart by their ids first, so that none of them takes what is another's.
/// </remarks>
/// <typeparam name="T">What is recorded of a call.</typeparam>
internal sealed class RecordedCalls<T>
{
    private readonly List<(FunctionCallContent Call, T Recorded)> _open = [];
    private readonly Dictionary<FunctionCallContent, (FunctionCallContent Call, T Recorded)> _paired = new(ReferenceEqualityComparer.Instance);

    public void Add(FunctionCallContent call, T recorded) => _open.Add((call, recorded));

    /// <summary>Finds what is recorded of the calls of an answer, before any of them is made.</summary>
    /// <returns>What is found.</returns>
    public List<T> Pair(IReadOnlyList<FunctionCallContent> calls)
    {
        // What calls of the answer before did not take is for whichever call comes.
        _open.InsertRange(0, _paired.Values);
        _paired.Clear();
        var found = new List<T>();
        foreach (var call in calls)
        {
            Pair(call, IndexOfVery(call));
        }

        foreach (var call in calls)
        {
            if (!_paired.ContainsKey(call))
            {
                Pair(call, IndexOf(call));
            }
        }

        return found;

        void Pair(FunctionCallContent call, int index)
        {
            if (index >= 0 && _paired.TryAdd(call, _open[index]))
            {
                found.Add(_open[index].Recorded);
                _open.RemoveAt(index);
            }
        }
    }

    /// <summary>Whether something was found for a call that has not been taken yet.</summary>
    public bool IsPaired(FunctionCallContent call) => _paired.ContainsKey(call);

    /// <summary>Takes what is recorded of a call.</summary>
    public bool TryTake(FunctionCallContent call, out T? recorded)
    {
        if (_paired.Remove(call, out var paired))
        {
            recorded = paired.Recorded;
            return true;
        }

        var index = IndexOf(call);
        if (index < 0)
        {
            recorded = default;
            return false;
        }

        recorded = _open[index].Recorded;
        _open.RemoveAt(index);
        return true;
    }

    private int IndexOf(FunctionCallContent call) => IndexOfVery(call) is var very and >= 0 ? very : _open.FindIndex(open => AreEqual(open.Call, call));

    private int IndexOfVery(FunctionCallContent call) => _open.FindIndex(open => open.Call.CallId == call.CallId && AreEqual(open.Call, call));

    private static bool AreEqual(FunctionCallContent left, FunctionCallContent right) =>
        string.Equals(left.Name, right.Name, StringComparison.Ordinal) && CallArguments.AreEqual(left.Arguments, right.Arguments);
}
