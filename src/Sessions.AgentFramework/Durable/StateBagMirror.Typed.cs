using Sessions.AgentFramework.State;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework.Durable;

// Typed values: in the state and in the bag they are the same objects.
internal sealed partial class StateBagMirror
{
    /// <summary>A typed value, if it is the same object in the state, as the caller's turn has it, and in the bag. It takes no lock.</summary>
    public T? Read<T>()
        where T : class, IAgentSessionState<T> => FindLive<T>(Volatile.Read(ref _bag)) is { } shown && _state.TryGet<T>(out var value) && value == shown ? value : null;

    /// <summary>Does something with a typed value, with what is in the bag taken over before and shown there after.</summary>
    public TResult Use<T, TResult>(Func<SessionState, TResult> use)
        where T : class, IAgentSessionState<T>
    {
        if (T.StateTypeInfo is null || !showsState)
        {
            return use(_state);
        }

        lock (_gate)
        {
            TakeTyped<T>();
            var result = use(_state);
            ShowTyped<T>();
            return result;
        }
    }

    private void TakeTyped<T>()
        where T : class, IAgentSessionState<T>
    {
        if (IsShared(T.StateKey))
        {
            return;
        }

        if (FindLive<T>(_bag) is { } value)
        {
            _state.Set(value);
        }
        else
        {
            Take();
        }
    }

    private void ShowTyped<T>()
        where T : class, IAgentSessionState<T>
    {
        if (!_state.TryGet<T>(out var value))
        {
            if (_shown.ContainsKey(T.StateKey) || _shared.ContainsKey(T.StateKey))
            {
                _bag.TryRemoveValue(T.StateKey);
                _bag.TryRemoveValue(BagVersion.KeyOf(T.StateKey));
                Forget(T.StateKey);
            }
        }
        else if (FindLive<T>(_bag) != value || !_shared.ContainsKey(T.StateKey))
        {
            _bag.SetValue(T.StateKey, value, BagOptions<T>.Plain);
            _shared[T.StateKey] = shown => FindLive<T>(shown) == value;
        }
    }

    /// <summary>A value that the bag has as an object. What it has as JSON, it would make an object of by whatever rules.</summary>
    private static T? FindLive<T>(Framework.AgentSessionStateBag bag)
        where T : class, IAgentSessionState<T> => bag.TryGetValue<T>(T.StateKey, out var value, BagOptions<T>.Plain) ? value : null;
}
