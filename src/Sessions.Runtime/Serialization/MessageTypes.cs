using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>How messages, and what they hold, are written and read.</summary>
internal sealed class MessageTypes
{
    private JsonTypeInfo<ChatMessage>? _messageElsewhere;

    public MessageTypes(JsonSerializerOptions options)
    {
        // Converters that are used by themselves find those of other types only in options that nobody can change any more.
        options.MakeReadOnly();
        Options = options;
        Message = (JsonTypeInfo<ChatMessage>)options.GetTypeInfo(typeof(ChatMessage));
        Usage = (JsonTypeInfo<UsageDetails>)options.GetTypeInfo(typeof(UsageDetails));
        Content = (JsonTypeInfo<AIContent>)options.GetTypeInfo(typeof(AIContent));
        Text = (JsonTypeInfo<TextContent>)options.GetTypeInfo(typeof(TextContent));
        Response = (JsonTypeInfo<ChatResponse>)options.GetTypeInfo(typeof(ChatResponse));
        Call = (JsonTypeInfo<FunctionCallContent>)options.GetTypeInfo(typeof(FunctionCallContent));
        Result = (JsonTypeInfo<FunctionResultContent>)options.GetTypeInfo(typeof(FunctionResultContent));
        Converter = (JsonConverter<ChatMessage>)Message.Converter;
    }

    public JsonSerializerOptions Options { get; }

    public JsonTypeInfo<ChatMessage> Message { get; }

    /// <summary>How a message is written and read where its members may come back in another order.</summary>
    public JsonTypeInfo<ChatMessage> MessageElsewhere
    {
        get
        {
            if (_messageElsewhere is null)
            {
                var options = new JsonSerializerOptions(Options) { AllowOutOfOrderMetadataProperties = true };
                options.MakeReadOnly();
                _messageElsewhere = (JsonTypeInfo<ChatMessage>)options.GetTypeInfo(typeof(ChatMessage));
            }

            return _messageElsewhere;
        }
    }

    public JsonTypeInfo<UsageDetails> Usage { get; }

    public JsonTypeInfo<AIContent> Content { get; }

    public JsonTypeInfo<TextContent> Text { get; }

    public JsonTypeInfo<ChatResponse> Response { get; }

    public JsonTypeInfo<FunctionCallContent> Call { get; }

    public JsonTypeInfo<FunctionResultContent> Result { get; }

    public JsonConverter<ChatMessage> Converter { get; }
}
