using System.Buffers;
using System.Text.Json;
using Sessions.AgentFramework.State;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework.Durable;

/// <summary>
/// Keeps a state bag of the framework and the state of a session of ours together: the state is what counts, the bag shows it, and what
/// the framework and its providers put into the bag is taken over.
/// </summary>
/// <remarks>Safe for concurrent use, as both are.</remarks>
/// <param name="session">The session whose state it is.</param>
/// <param name="showsState">Whether the bag shows it; else what is in there is not of this.</param>
internal sealed class StateBagMirror(Sessions.Agents.AgentSession session, bool showsState = true)
{
    private const string VersionSuffix = ".$version";

    private readonly object _gate = new();
    private readonly SessionState _state = session.State;

    /// <summary>What the bag was last seen to have, as text.</summary>
    private Dictionary<string, string> _shown = new(StringComparer.Ordinal);

    /// <summary>The values that are the same object in the bag and in the state.</summary>
    private readonly Dictionary<string, Func<Framework.AgentSessionStateBag, bool>> _shared = new(StringComparer.Ordinal);

    /// <summary>The session whose state it is.</summary>
    public Sessions.Agents.AgentSession Session => session;

    public static JsonElement Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>Lets what was put into the bag, and what was removed from it, be so in the state.</summary>
    public void Take(Framework.AgentSessionStateBag bag)
    {
        lock (_gate)
        {
            if (bag.Count == 0 && _shown.Count == 0 && _shared.Count == 0)
            {
                return;
            }

            var values = bag.Serialize();
            var present = new HashSet<string>(StringComparer.Ordinal);
            foreach (var value in values.EnumerateObject())
            {
                if (!value.Name.EndsWith(VersionSuffix, StringComparison.Ordinal) && present.Add(value.Name))
                {
                    Take(bag, values, value);
                }
            }

            foreach (var key in _shown.Keys.Union(_shared.Keys, StringComparer.Ordinal).Where(key => !present.Contains(key)).ToList())
            {
                _ = _state.Remove(key);
                Forget(key);
            }
        }
    }

    /// <summary>Makes the bag that shows the state as the caller sees it.</summary>
    /// <param name="bag">The bag so far; it is the one that is returned where there is nothing to show.</param>
    public Framework.AgentSessionStateBag Show(Framework.AgentSessionStateBag bag)
    {
        lock (_gate)
        {
            var json = ToJson();
            if (json is null && bag.Count == 0 && BagState.FindSession(bag) is not null)
            {
                return bag;
            }

            var shown = json is { } values ? Framework.AgentSessionStateBag.Deserialize(values) : new Framework.AgentSessionStateBag();
            NoteShown(shown);
            return shown;
        }
    }

    /// <summary>The state as the caller sees it, as a bag is written; <see langword="null"/> where there is none.</summary>
    public JsonElement? ToJson()
    {
        if (_state.Keys is not { Count: > 0 } keys)
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var key in keys)
            {
                if (key != InnerSession.OtherKindKey && _state.TryGetJson(key, out var value, out var version))
                {
                    json.WritePropertyName(key);
                    value.WriteTo(json);
                    if (version > 0)
                    {
                        json.WriteNumber(key + VersionSuffix, version);
                    }
                }
            }

            json.WriteEndObject();
        }

        return Parse(buffer.WrittenSpan);
    }

    /// <summary>Takes note that a bag shows the state: whoever asks it for typed values is given those of the state.</summary>
    public void NoteShown(Framework.AgentSessionStateBag bag)
    {
        lock (_gate)
        {
            BagState.Bind(bag, this);
            _shared.Clear();
            _shown = bag.Count == 0 ? new(StringComparer.Ordinal) : Texts(bag.Serialize());
        }
    }

    /// <summary>Does something with a typed value, with what is in the bag taken over before and shown there after.</summary>
    public TResult Use<T, TResult>(Framework.AgentSessionStateBag bag, Func<SessionState, TResult> use)
        where T : class, IAgentSessionState<T>
    {
        if (T.StateTypeInfo is null || !showsState)
        {
            return use(_state);
        }

        lock (_gate)
        {
            TakeTyped<T>(bag);
            var result = use(_state);
            ShowTyped<T>(bag);
            return result;
        }
    }

    private static Dictionary<string, string> Texts(JsonElement values)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var value in values.EnumerateObject())
        {
            if (!value.Name.EndsWith(VersionSuffix, StringComparison.Ordinal))
            {
                texts[value.Name] = value.Value.GetRawText();
            }
        }

        return texts;
    }

    private void Take(Framework.AgentSessionStateBag bag, JsonElement values, JsonProperty value)
    {
        if (IsShared(bag, value.Name))
        {
            return;
        }

        var text = value.Value.GetRawText();
        if (_shown.GetValueOrDefault(value.Name) == text)
        {
            return;
        }

        if (value.Value.ValueKind == JsonValueKind.Null)
        {
            _ = _state.Remove(value.Name);
        }
        else
        {
            _state.SetJson(value.Name, value.Value, values.TryGetProperty(value.Name + VersionSuffix, out var version) && version.TryGetInt32(out var number) ? number : 0);
        }

        Forget(value.Name);
        _shown[value.Name] = text;
    }

    private void TakeTyped<T>(Framework.AgentSessionStateBag bag)
        where T : class, IAgentSessionState<T>
    {
        if (IsShared(bag, T.StateKey))
        {
            return;
        }

        if (LiveValue.Find<T>(bag) is { } value)
        {
            _state.Set(value);
        }
        else
        {
            Take(bag);
        }
    }

    private void ShowTyped<T>(Framework.AgentSessionStateBag bag)
        where T : class, IAgentSessionState<T>
    {
        if (!_state.TryGet<T>(out var value))
        {
            if (_shown.ContainsKey(T.StateKey) || _shared.ContainsKey(T.StateKey))
            {
                bag.TryRemoveValue(T.StateKey);
                bag.TryRemoveValue(T.StateKey + VersionSuffix);
                Forget(T.StateKey);
            }
        }
        else if (LiveValue.Find<T>(bag) != value || !_shared.ContainsKey(T.StateKey))
        {
            bag.SetValue(T.StateKey, value, T.StateTypeInfo!.Options);
            _shared[T.StateKey] = shown => LiveValue.Find<T>(shown) == value;
        }
    }

    private bool IsShared(Framework.AgentSessionStateBag bag, string key) => _shared.TryGetValue(key, out var isShared) && isShared(bag);

    private void Forget(string key)
    {
        _shown.Remove(key);
        _shared.Remove(key);
    }
}
