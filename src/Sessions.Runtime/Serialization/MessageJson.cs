using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>Messages as JSON, the way Microsoft.Extensions.AI writes them.</summary>
internal static class MessageJson
{
    /// <summary>How deep session data may nest. A tool's arguments and results come from outside; a limit keeps them from exhausting the stack.</summary>
    public const int MaxDepth = 256;

    private static readonly JsonSerializerOptions Options = new(AIJsonUtilities.DefaultOptions) { MaxDepth = MaxDepth, WriteIndented = false };

    public static JsonTypeInfo<ChatMessage> Message { get; } = (JsonTypeInfo<ChatMessage>)Options.GetTypeInfo(typeof(ChatMessage));

    public static JsonTypeInfo<UsageDetails> Usage { get; } = (JsonTypeInfo<UsageDetails>)Options.GetTypeInfo(typeof(UsageDetails));

    public static JsonTypeInfo<AIContent> Content { get; } = (JsonTypeInfo<AIContent>)Options.GetTypeInfo(typeof(AIContent));

    public static JsonTypeInfo<ChatResponse> Response { get; } = (JsonTypeInfo<ChatResponse>)Options.GetTypeInfo(typeof(ChatResponse));

    public static JsonTypeInfo<FunctionCallContent> Call { get; } = (JsonTypeInfo<FunctionCallContent>)Options.GetTypeInfo(typeof(FunctionCallContent));

    public static JsonTypeInfo<FunctionResultContent> Result { get; } = (JsonTypeInfo<FunctionResultContent>)Options.GetTypeInfo(typeof(FunctionResultContent));

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
}
