using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;
using Sessions.Storage;

namespace Sessions;

/// <summary>Messages as JSON, the way Microsoft.Extensions.AI writes them.</summary>
internal static class MessageJson
{
    private static readonly JsonSerializerOptions Options = Fixed(new(AIJsonUtilities.DefaultOptions)
    {
        MaxDepth = JsonLimits.MaxDepth,
        WriteIndented = false,
        TypeInfoResolver = AIJsonUtilities.DefaultOptions.TypeInfoResolver!.WithAddedModifier(ToolResultConverter.AddTo),
    });

    public static JsonTypeInfo<ChatMessage> Message { get; } = (JsonTypeInfo<ChatMessage>)Options.GetTypeInfo(typeof(ChatMessage));

    public static JsonTypeInfo<UsageDetails> Usage { get; } = (JsonTypeInfo<UsageDetails>)Options.GetTypeInfo(typeof(UsageDetails));

    public static JsonTypeInfo<AIContent> Content { get; } = (JsonTypeInfo<AIContent>)Options.GetTypeInfo(typeof(AIContent));

    public static JsonTypeInfo<TextContent> Text { get; } = (JsonTypeInfo<TextContent>)Options.GetTypeInfo(typeof(TextContent));

    public static JsonTypeInfo<ChatResponse> Response { get; } = (JsonTypeInfo<ChatResponse>)Options.GetTypeInfo(typeof(ChatResponse));

    public static JsonTypeInfo<FunctionCallContent> Call { get; } = (JsonTypeInfo<FunctionCallContent>)Options.GetTypeInfo(typeof(FunctionCallContent));

    public static JsonTypeInfo<FunctionResultContent> Result { get; } = (JsonTypeInfo<FunctionResultContent>)Options.GetTypeInfo(typeof(FunctionResultContent));

    // The serializer reads what is part of a document twice, to find its end first.
    private static readonly JsonConverter<ChatMessage> Converter = (JsonConverter<ChatMessage>)Message.Converter;

    /// <summary>Writes messages as part of a document.</summary>
    public static void Write(Utf8JsonWriter json, ArraySegment<ChatMessage> messages)
    {
        json.WriteStartArray();
        foreach (var message in messages)
        {
            if (!TextMessageJson.TryWrite(json, message))
            {
                JsonSerializer.Serialize(json, message, Message);
            }
        }

        json.WriteEndArray();
    }

    /// <summary>Adds the messages of the array that the reader stands at.</summary>
    public static void Read(ref Utf8JsonReader reader, List<ChatMessage> messages)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            messages.Add(TextMessageJson.TryRead(ref reader) ?? Converter.Read(ref reader, typeof(ChatMessage), Options) ?? throw new JsonException("A message is null."));
        }
    }

    /// <summary>Writes a value of any type that has a JSON form here, and <see langword="null"/> for others.</summary>
    public static byte[]? TrySerialize(object value)
    {
        try
        {
            return JsonSerializer.SerializeToUtf8Bytes(value, Options.GetTypeInfo(value.GetType()));
        }
        catch (Exception exception) when (exception is NotSupportedException or JsonException)
        {
            return null;
        }
    }

    public static StoredTurn Write(SessionTurn turn)
    {
        var json = new ReadOnlyMemory<byte>[turn.Messages.Count];
        for (var i = 0; i < json.Length; i++)
        {
            json[i] = JsonSerializer.SerializeToUtf8Bytes(turn.Messages[i], Message);
        }

        return new StoredTurn(turn.Record, json);
    }

    public static ChatMessage[] Read(SessionKey key, StoredTurn turn)
    {
        var messages = new ChatMessage[turn.Messages.Count];
        for (var i = 0; i < messages.Length; i++)
        {
            try
            {
                messages[i] = JsonSerializer.Deserialize(turn.Messages[i].Span, Message)
                    ?? throw new JsonException("The message is null.");
            }
            catch (Exception exception) when (exception is JsonException or NotSupportedException)
            {
                throw new SessionFormatException(
                    $"Message {i} of turn {turn.Turn.Number} of session '{key}' cannot be read: {exception.Message} What is stored is unchanged.", exception);
            }
        }

        return messages;
    }

    /// <summary>Converters that are used by themselves find those of other types only in options that nobody can change any more.</summary>
    private static JsonSerializerOptions Fixed(JsonSerializerOptions options)
    {
        options.MakeReadOnly();
        return options;
    }
}
