using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>Messages as JSON, the way Microsoft.Extensions.AI writes them.</summary>
internal static class MessageJson
{
    // Replaced as a whole when a type of content is added.
    private static volatile MessageTypes _types = new(new(AIJsonUtilities.DefaultOptions)
    {
        MaxDepth = JsonLimits.MaxDepth,
        WriteIndented = false,
        TypeInfoResolver = AIJsonUtilities.DefaultOptions.TypeInfoResolver!.WithAddedModifier(ToolResultConverter.AddTo),
    });

    public static JsonTypeInfo<ChatMessage> Message => _types.Message;

    public static JsonTypeInfo<ChatMessage> MessageElsewhere => _types.MessageElsewhere;

    public static JsonTypeInfo<UsageDetails> Usage => _types.Usage;

    public static JsonTypeInfo<AIContent> Content => _types.Content;

    public static JsonTypeInfo<TextContent> Text => _types.Text;

    public static JsonTypeInfo<ChatResponse> Response => _types.Response;

    public static JsonTypeInfo<FunctionCallContent> Call => _types.Call;

    public static JsonTypeInfo<FunctionResultContent> Result => _types.Result;

    /// <summary>Takes other types in place of those that there are.</summary>
    /// <param name="change">Changes a copy of the options that the present types have.</param>
    public static void Change(Action<JsonSerializerOptions> change)
    {
        var options = new JsonSerializerOptions(_types.Options);
        change(options);
        _types = new MessageTypes(options);
    }

    /// <summary>Writes messages as part of a document.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<ChatMessage> messages)
    {
        json.WriteStartArray();
        foreach (var message in MessageSpan.Of(messages))
        {
            if (!TextMessageJson.TryWrite(json, message))
            {
                JsonSerializer.Serialize(json, message, Message);
            }
        }

        json.WriteEndArray();
    }

    /// <summary>Adds the messages of an array.</summary>
    public static void Read(ReadOnlyMemory<byte> json, List<ChatMessage> messages)
    {
        var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = JsonLimits.MaxDepth });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("It is no array of messages.");
        }

        Read(ref reader, messages);
        if (reader.TokenType != JsonTokenType.EndArray || reader.Read())
        {
            throw new JsonException("The messages end in the middle, or something follows them.");
        }
    }

    /// <summary>Adds the messages of the array that the reader stands at.</summary>
    public static void Read(ref Utf8JsonReader reader, List<ChatMessage> messages)
    {
        var types = _types;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            // The serializer would read what is part of a document twice, to find its end first.
            messages.Add(TextMessageJson.TryRead(ref reader) ?? StoredFormat.Checked(types.Converter.Read(ref reader, typeof(ChatMessage), types.Options)));
        }
    }

    /// <summary>Writes a value of any type that has a JSON form here, and <see langword="null"/> for others.</summary>
    public static byte[]? TrySerialize(object value)
    {
        try
        {
            return JsonSerializer.SerializeToUtf8Bytes(value, TypeOf(value));
        }
        catch (Exception)
        {
            // The serializer, a converter or the value's own getters: what they throw says that there is no JSON form.
            return null;
        }
    }

    /// <summary>How a value of any type is written.</summary>
    /// <exception cref="NotSupportedException">It has no JSON form here.</exception>
    public static JsonTypeInfo TypeOf(object value) => _types.Options.GetTypeInfo(value.GetType());
}
