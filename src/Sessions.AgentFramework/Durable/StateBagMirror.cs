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
internal sealed partial class StateBagMirror(Sessions.Agents.AgentSession session, bool showsState = true)
{
    private readonly object _gate = new();
    private readonly SessionState _state = session.State;

    /// <summary>The bag.</summary>
    private Framework.AgentSessionStateBag _bag = new();

    /// <summary>What the bag was last seen to have, as text.</summary>
    private Dictionary<string, string> _shown = new(StringComparer.Ordinal);

    /// <summary>The values that are the same object in the bag and in the state.</summary>
    private readonly Dictionary<string, Func<Framework.AgentSessionStateBag, bool>> _shared = new(StringComparer.Ordinal);

    /// <summary>The session whose state it is.</summary>
    public Sessions.Agents.AgentSession Session => session;

    /// <summary>Lets what was put into the bag, and what was removed from it, be so in the state.</summary>
    public void Take()
    {
        lock (_gate)
        {
            if (_bag.Count == 0 && _shown.Count == 0 && _shared.Count == 0)
            {
                return;
            }

            var values = _bag.Serialize();
            var present = new HashSet<string>(StringComparer.Ordinal);
            foreach (var value in values.EnumerateObject())
            {
                if (!StateBagJson.IsVersion(values, value.Name) && present.Add(value.Name))
                {
                    Take(values, value);
                }
            }

            foreach (var key in _shown.Keys.Union(_shared.Keys, StringComparer.Ordinal).Where(key => !present.Contains(key)).ToList())
            {
                _ = _state.Remove(key);
                Forget(key);
            }
        }
    }

    /// <summary>Makes the bag that shows the state as the caller sees it, with what was put into the one before and not taken yet.</summary>
    /// <returns>The bag; the one before, where it shows the state already.</returns>
    public Framework.AgentSessionStateBag Show()
    {
        lock (_gate)
        {
            var json = ToJson();
            if (json is null && _bag.Count == 0)
            {
                return _bag;
            }

            var shown = StateBagJson.TrySerialize(_bag);
            var untaken = shown is { } had ? FindUntaken(had) : [];
            var wanted = StateBagJson.Merge(json, untaken, shown);
            if (shown is { } values && StateBagJson.AreSame(values, wanted))
            {
                // Whoever holds the bag may be writing to it at this moment.
                Note(_bag, values);
            }
            else
            {
                NoteShown(Framework.AgentSessionStateBag.Deserialize(wanted));
            }

            KeepUntaken(untaken, json);
            return _bag;
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
                        json.WriteNumber(BagVersion.KeyOf(key), version);
                    }
                }
            }

            json.WriteEndObject();
        }

        return StateBagJson.Parse(buffer.WrittenSpan);
    }

    /// <summary>Takes note that a bag shows the state: whoever asks it for typed values is given those of the state.</summary>
    public void NoteShown(Framework.AgentSessionStateBag bag)
    {
        lock (_gate)
        {
            Note(bag, bag.Count == 0 ? null : bag.Serialize());
        }
    }

    private static Dictionary<string, string> Texts(JsonElement values)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var value in values.EnumerateObject())
        {
            if (!StateBagJson.IsVersion(values, value.Name))
            {
                texts[value.Name] = value.Value.GetRawText();
            }
        }

        return texts;
    }

    private void Note(Framework.AgentSessionStateBag bag, JsonElement? values)
    {
        if (_bag != bag || BagState.FindSession(bag) is null)
        {
            BagState.Bind(bag, this);
        }

        _bag = bag;
        _shared.Clear();
        _shown = values is { } shown ? Texts(shown) : new(StringComparer.Ordinal);
    }

    /// <summary>What was put into the bag, or removed from it, and is not part of the state yet; what was removed is null.</summary>
    private Dictionary<string, JsonElement?> FindUntaken(JsonElement values)
    {
        var untaken = _shown.Keys.Union(_shared.Keys, StringComparer.Ordinal).ToDictionary(key => key, _ => (JsonElement?)null, StringComparer.Ordinal);
        foreach (var value in values.EnumerateObject())
        {
            if (IsShared(value.Name) || _shown.GetValueOrDefault(value.Name) == value.Value.GetRawText())
            {
                untaken.Remove(value.Name);
            }
            else if (!StateBagJson.IsVersion(values, value.Name))
            {
                untaken[value.Name] = value.Value;
            }
        }

        return untaken;
    }

    /// <summary>Lets what is not taken yet look so.</summary>
    private void KeepUntaken(Dictionary<string, JsonElement?> untaken, JsonElement? json)
    {
        foreach (var key in untaken.Keys)
        {
            _shown.Remove(key);
            if (json is { } values && values.TryGetProperty(key, out var value))
            {
                _shown[key] = value.GetRawText();
            }
        }
    }

    private void Take(JsonElement values, JsonProperty value)
    {
        if (IsShared(value.Name))
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
            _state.SetJson(value.Name, value.Value, StateBagJson.VersionOf(values, value.Name));
        }

        Forget(value.Name);
        _shown[value.Name] = text;
    }

    private bool IsShared(string key) => _shared.TryGetValue(key, out var isShared) && isShared(_bag);

    private void Forget(string key)
    {
        _shown.Remove(key);
        _shared.Remove(key);
    }
}
