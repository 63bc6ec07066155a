using System.Buffers;
using System.Text.Json;
using Sessions.Storage;

namespace Sessions;

/// <summary>The value of a slot, and where it was written.</summary>
/// <param name="Version">The version of the shape that wrote it; <see langword="null"/> for a slot that was emptied.</param>
/// <param name="Turn">The turn at which it was written.</param>
/// <param name="Json">The value; <see langword="null"/> where it is large, and read from the turn when it is needed.</param>
internal readonly record struct StateEntry(int? Version, long Turn, ReadOnlyMemory<byte>? Json);

/// <summary>
/// The slots of a session as they are at a turn, by key; and how they are written with a head: <c>{"slot":[turn,version,value]}</c>, and
/// <c>[turn]</c> for one that was emptied: what is saved as of an earlier turn does not fill it again.
/// </summary>
internal sealed class StateSlots : SortedDictionary<string, StateEntry>
{
    // What is larger is not written again with every turn.
    private const int MostInline = 512;

    public StateSlots()
        : base(StringComparer.Ordinal)
    {
    }

    /// <summary>The newest turn of the chain that has changed state, and how many such turns there are since the last that names all slots.</summary>
    public (long Turn, long Depth) Link { get; set; }

    public static StateSlots Read(ReadOnlySpan<byte> json)
    {
        var slots = new StateSlots();
        if (json.IsEmpty)
        {
            return slots;
        }

        var reader = StateJsonReader.Begin(json);
        while (reader.NextMember(out var key))
        {
            reader.BeginArray();
            var turn = reader.NextNumber();
            slots[key] = reader.TryNextNumber(out var version) ? new StateEntry((int)version, turn, reader.RestOfArray()) : new StateEntry(null, turn, null);
        }

        return slots;
    }

    /// <summary>Takes over what was written at a turn.</summary>
    public void Apply(long turn, IReadOnlyList<StateValue> values)
    {
        foreach (var value in values)
        {
            this[value.Key] = new StateEntry(value.Json is null ? null : value.Version, turn, value.Json);
        }
    }

    public byte[] Write()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartObject();
        foreach (var (key, entry) in this)
        {
            json.WriteStartArray(key);
            json.WriteNumberValue(entry.Turn);
            if (entry.Version is { } version)
            {
                json.WriteNumberValue(version);
            }

            if (entry.Json is { Length: <= MostInline } value)
            {
                json.WriteRawValue(value.Span, skipInputValidation: true);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
