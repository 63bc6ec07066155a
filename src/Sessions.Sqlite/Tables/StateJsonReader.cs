using System.Text.Json;

namespace Sessions;

/// <summary>Reads the JSON that state is kept as here. Values come back as they were given, white space around them too.</summary>
internal ref struct StateJsonReader
{
    // Values are as deep as those that write them allow, and that is not for the store to say.
    private const int MaxDepth = 10_000;

    private readonly ReadOnlySpan<byte> _json;
    private Utf8JsonReader _reader;

    private StateJsonReader(ReadOnlySpan<byte> json)
    {
        _json = json;
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
    }

    /// <summary>Begins an object.</summary>
    public static StateJsonReader Begin(ReadOnlySpan<byte> json)
    {
        var reader = new StateJsonReader(json);
        reader.Expect(JsonTokenType.StartObject);
        return reader;
    }

    /// <summary>Goes to the next member of the object.</summary>
    public bool NextMember(out string name)
    {
        _ = _reader.Read();
        name = _reader.TokenType == JsonTokenType.PropertyName ? _reader.GetString()! : "";
        return _reader.TokenType == JsonTokenType.PropertyName ? true : _reader.TokenType == JsonTokenType.EndObject ? false : throw Damaged();
    }

    public void BeginObject() => Expect(JsonTokenType.StartObject);

    public void BeginArray() => Expect(JsonTokenType.StartArray);

    public long NextNumber()
    {
        Expect(JsonTokenType.Number);
        return _reader.GetInt64();
    }

    /// <summary>The next number, unless the array ends.</summary>
    public bool TryNextNumber(out long number)
    {
        _ = _reader.Read();
        number = _reader.TokenType == JsonTokenType.Number ? _reader.GetInt64() : 0;
        return _reader.TokenType == JsonTokenType.Number ? true : _reader.TokenType == JsonTokenType.EndArray ? false : throw Damaged();
    }

    /// <summary>The value that ends the array, every byte of it; <see langword="null"/> where there is none.</summary>
    public ReadOnlyMemory<byte>? RestOfArray()
    {
        // Behind the comma.
        var start = (int)_reader.BytesConsumed + 1;
        if (!_reader.Read())
        {
            throw Damaged();
        }

        if (_reader.TokenType == JsonTokenType.EndArray)
        {
            return null;
        }

        _reader.Skip();
        Expect(JsonTokenType.EndArray);
        return _json[start..(int)_reader.TokenStartIndex].ToArray();
    }

    private void Expect(JsonTokenType token)
    {
        if (!_reader.Read() || _reader.TokenType != token)
        {
            throw Damaged();
        }
    }

    private readonly JsonException Damaged() => new($"The state is damaged near byte {_reader.TokenStartIndex}.");
}
