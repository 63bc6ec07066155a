using System.Buffers;
using System.Text.Json;
using Sessions.Storage;

namespace Sessions;

/// <summary>
/// What a turn's row says of state: the values that changed, <c>{"set":{"slot":[version,value]}}</c>, and how the others are found:
/// <c>"at"</c> names the turn of each of them, or <c>"after"</c> the turn before this one that changed state, with <c>"depth"</c> links to go.
/// </summary>
/// <remarks>A slot that was emptied has a version and no value. So the state at any turn is found in a few rows, however long the session is.</remarks>
internal sealed class TurnState
{
    private const int MostLinks = 16;

    public Dictionary<string, StateValue> Set { get; } = new(StringComparer.Ordinal);

    /// <summary>The turn at which each of the other slots was written; <see langword="null"/> where they are found by the link.</summary>
    public Dictionary<string, long>? At { get; private set; }

    /// <summary>The turn before this one that changed state.</summary>
    public long After { get; private set; }

    public long Depth { get; private set; }

    /// <summary>What a turn that changes state is to say.</summary>
    /// <param name="values">What it changes.</param>
    /// <param name="before">The slots before it.</param>
    public static TurnState Of(IReadOnlyList<StateValue> values, StateSlots before)
    {
        var state = new TurnState();
        foreach (var value in values)
        {
            state.Set[value.Key] = value;
        }

        var others = before.Where(slot => !state.Set.ContainsKey(slot.Key)).ToDictionary(slot => slot.Key, slot => slot.Value.Turn, StringComparer.Ordinal);
        if (others.Count > 1 && before.Link.Turn > 0 && before.Link.Depth + 1 < MostLinks)
        {
            (state.After, state.Depth) = (before.Link.Turn, before.Link.Depth + 1);
        }
        else
        {
            state.At = others;
        }

        return state;
    }

    public static TurnState Read(ReadOnlySpan<byte> json)
    {
        var state = new TurnState();
        var reader = StateJsonReader.Begin(json);
        while (reader.NextMember(out var name))
        {
            switch (name)
            {
                case "set": state.ReadSet(ref reader); break;
                case "at": state.ReadAt(ref reader); break;
                case "after": state.After = reader.NextNumber(); break;
                case "depth": state.Depth = reader.NextNumber(); break;
                default: throw new JsonException($"'{name}' is not known.");
            }
        }

        return state;
    }

    public byte[] Write()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartObject();
        json.WriteStartObject("set"u8);
        WriteSet(json, Set.Values);
        json.WriteEndObject();
        if (At is null)
        {
            json.WriteNumber("after"u8, After);
            json.WriteNumber("depth"u8, Depth);
        }
        else if (At.Count > 0)
        {
            json.WriteStartObject("at"u8);
            foreach (var (key, turn) in At)
            {
                json.WriteNumber(key, turn);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>State that is saved outside a turn: values alone.</summary>
    public static byte[] WriteSaved(IEnumerable<StateValue> values)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartObject();
        WriteSet(json, values);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    public static List<StateValue> ReadSaved(ReadOnlySpan<byte> json)
    {
        var values = new List<StateValue>();
        var reader = StateJsonReader.Begin(json);
        while (reader.NextMember(out var key))
        {
            values.Add(ReadValue(ref reader, key));
        }

        return values;
    }

    private static void WriteSet(Utf8JsonWriter json, IEnumerable<StateValue> values)
    {
        foreach (var value in values)
        {
            json.WriteStartArray(value.Key);
            json.WriteNumberValue(value.Version);
            if (value.Json is { } raw)
            {
                json.WriteRawValue(raw.Span, skipInputValidation: true);
            }

            json.WriteEndArray();
        }
    }

    private static StateValue ReadValue(ref StateJsonReader reader, string key)
    {
        reader.BeginArray();
        var version = (int)reader.NextNumber();
        return new StateValue(key, version, reader.RestOfArray());
    }

    private void ReadSet(ref StateJsonReader reader)
    {
        reader.BeginObject();
        while (reader.NextMember(out var key))
        {
            Set[key] = ReadValue(ref reader, key);
        }
    }

    private void ReadAt(ref StateJsonReader reader)
    {
        reader.BeginObject();
        At = new(StringComparer.Ordinal);
        while (reader.NextMember(out var key))
        {
            At[key] = reader.NextNumber();
        }
    }
}
