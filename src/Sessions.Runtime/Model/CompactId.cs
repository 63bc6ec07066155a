using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Sessions;

/// <summary>An id, in a quarter of the memory where it is written the way ours are: as 32 lower-case hexadecimal digits.</summary>
internal readonly record struct CompactId
{
    private const int Digits = 32;
    private const int Bytes = 16;
    private const int Base64Length = 24;
    private const int Base64UrlLength = 22;

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

    /// <summary>Reads the bytes of an id of ours, in Base64url.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static CompactId Read(ref Utf8JsonReader json)
    {
        Span<byte> base64 = stackalloc byte[Base64Length];
        Span<byte> bytes = stackalloc byte[Bytes];
        if (json.TokenType == JsonTokenType.String && json.ValueSpan.Length == Base64UrlLength)
        {
            json.ValueSpan.CopyTo(base64);
            base64.Replace((byte)'-', (byte)'+');
            base64.Replace((byte)'_', (byte)'/');
            base64[Base64UrlLength..].Fill((byte)'=');
            if (Base64.DecodeFromUtf8(base64, bytes, out _, out var written) == OperationStatus.Done && written == Bytes)
            {
                return new CompactId(new Guid(bytes, bigEndian: true));
            }
        }

        throw new JsonException("The id of a turn is no Base64url of 16 bytes.");
    }

    /// <summary>Writes the bytes of an id of ours, in Base64url; another id as it is, under its own name.</summary>
    public void Write(Utf8JsonWriter json, JsonEncodedText name, JsonEncodedText nameOfOther)
    {
        if (_other is not null)
        {
            json.WriteString(nameOfOther, _other);
            return;
        }

        Span<byte> bytes = stackalloc byte[Bytes];
        Span<byte> base64 = stackalloc byte[Base64Length];
        _value.TryWriteBytes(bytes, bigEndian: true, out _);
        Base64.EncodeToUtf8(bytes, base64, out _, out _);
        base64.Replace((byte)'+', (byte)'-');
        base64.Replace((byte)'/', (byte)'_');
        json.WriteString(name, base64[..Base64UrlLength]);
    }

    public override string ToString() => _other ?? _value.ToString("N");
}
