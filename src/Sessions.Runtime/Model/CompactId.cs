using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Sessions;

/// <summary>An id, in a quarter of the memory where it is written the way ours are: as 32 lower-case hexadecimal digits.</summary>
internal readonly record struct CompactId
{
    private const int Digits = 32;

    private readonly Guid _value;
    private readonly string? _other;

    public CompactId(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        Span<char> digits = stackalloc char[Digits];
        if (!Guid.TryParseExact(id, "N", out _value) || !_value.TryFormat(digits, out _, "N") || !digits.SequenceEqual(id))
        {
            (_value, _other) = (default, id);
        }
    }

    public CompactId(Guid value) => _value = value;

    /// <summary>Makes an id that nothing else has anywhere.</summary>
    [SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "An id has to be unique, not secret, and asking the system for each would cost a third of a turn.")]
    public static CompactId New()
    {
        Span<byte> id = stackalloc byte[16];
        Random.Shared.NextBytes(id);
        return new CompactId(new Guid(id));
    }

    /// <summary>Reads the bytes of an id of ours, in Base64.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static CompactId Read(ref Utf8JsonReader json)
    {
        Span<byte> bytes = stackalloc byte[16];
        return json.TokenType == JsonTokenType.String && Base64.DecodeFromUtf8(json.ValueSpan, bytes, out _, out var written) == OperationStatus.Done && written == 16
            ? new CompactId(new Guid(bytes, bigEndian: true))
            : throw new JsonException("The id of a turn is no Base64 of 16 bytes.");
    }

    /// <summary>Writes the bytes of an id of ours, in Base64; another id as it is, under its own name.</summary>
    public void Write(Utf8JsonWriter json, JsonEncodedText name, JsonEncodedText nameOfOther)
    {
        if (_other is not null)
        {
            json.WriteString(nameOfOther, _other);
            return;
        }

        Span<byte> bytes = stackalloc byte[16];
        _value.TryWriteBytes(bytes, bigEndian: true, out _);
        json.WriteBase64String(name, bytes);
    }

    public override string ToString() => _other ?? _value.ToString("N");
}
