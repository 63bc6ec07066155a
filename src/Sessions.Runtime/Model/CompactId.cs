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

    /// <summary>Reads an id, most often without making a string of it.</summary>
    /// <returns>The id; <see langword="null"/> where there is none.</returns>
    public static CompactId? Read(ref Utf8JsonReader json)
    {
        Span<byte> digits = stackalloc byte[Digits];
        return json.TokenType == JsonTokenType.String && Utf8Parser.TryParse(json.ValueSpan, out Guid value, out _, 'N') && value.TryFormat(digits, out _, "N") && json.ValueTextEquals(digits)
            ? new CompactId(value)
            : json.GetString() is { Length: > 0 } id ? new CompactId(id) : null;
    }

    public void Write(Utf8JsonWriter json, JsonEncodedText name)
    {
        if (_other is not null)
        {
            json.WriteString(name, _other);
            return;
        }

        Span<byte> digits = stackalloc byte[Digits];
        _value.TryFormat(digits, out _, "N");
        json.WriteString(name, digits);
    }

    public override string ToString() => _other ?? _value.ToString("N");
}
