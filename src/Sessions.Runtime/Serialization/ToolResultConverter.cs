using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>
/// The result of a tool as JSON. Content stays content: an image, or several contents, are written with a mark, by which they are
/// read as what they were; anything else is read as a <see cref="JsonElement"/>.
/// </summary>
internal sealed class ToolResultConverter : JsonConverter<object?>
{
    private const string ContentMark = "$content";
    private const string ContentsMark = "$contents";
    private const string ValueMark = "$value";

    /// <summary>Lets results be written in this way wherever a message holds one.</summary>
    public static void AddTo(JsonTypeInfo type)
    {
        if (type.Type != typeof(FunctionResultContent))
        {
            return;
        }

        foreach (var property in type.Properties)
        {
            if (property.PropertyType == typeof(object) && string.Equals(property.Name, "result", StringComparison.OrdinalIgnoreCase))
            {
                property.CustomConverter = new ToolResultConverter();
            }
        }
    }

    public override object? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        var element = JsonElement.ParseValue(ref reader);
        if (MarkOf(element) is not { } marked)
        {
            return element;
        }

        return marked.Name switch
        {
            ContentMark => marked.Value.Deserialize((JsonTypeInfo<AIContent>)options.GetTypeInfo(typeof(AIContent))),
            ContentsMark => (AIContent[])[.. marked.Value.EnumerateArray().Select(content => content.Deserialize((JsonTypeInfo<AIContent>)options.GetTypeInfo(typeof(AIContent))) ?? throw new JsonException("A content is null."))],
            _ => marked.Value.Clone(),
        };
    }

    public override void Write(Utf8JsonWriter writer, object? value, JsonSerializerOptions options)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case AIContent content:
                writer.WriteStartObject();
                writer.WritePropertyName(ContentMark);
                JsonSerializer.Serialize(writer, content, options.GetTypeInfo(typeof(AIContent)));
                writer.WriteEndObject();
                break;
            case IEnumerable<AIContent> contents:
                writer.WriteStartObject();
                writer.WriteStartArray(ContentsMark);
                foreach (var content in contents)
                {
                    JsonSerializer.Serialize(writer, content, options.GetTypeInfo(typeof(AIContent)));
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
                break;
            case JsonElement element when MarkOf(element) is not null:
                writer.WriteStartObject();
                writer.WritePropertyName(ValueMark);
                element.WriteTo(writer);
                writer.WriteEndObject();
                break;
            default:
                WriteOther(writer, value, options);
                break;
        }
    }

    /// <summary>Writes what only its own type can: it may look as if it was marked, too.</summary>
    private static void WriteOther(Utf8JsonWriter writer, object value, JsonSerializerOptions options)
    {
        var type = options.GetTypeInfo(value.GetType());
        if (type.Kind is not (JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary) && value is not JsonNode)
        {
            JsonSerializer.Serialize(writer, value, type);
            return;
        }

        var element = JsonSerializer.SerializeToElement(value, type);
        if (MarkOf(element) is null)
        {
            element.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        writer.WritePropertyName(ValueMark);
        element.WriteTo(writer);
        writer.WriteEndObject();
    }

    /// <summary>The only property of an object, if it has the name of a mark.</summary>
    private static JsonProperty? MarkOf(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        JsonProperty? only = null;
        foreach (var property in element.EnumerateObject())
        {
            if (only is not null || property.Name is not (ContentMark or ContentsMark or ValueMark))
            {
                return null;
            }

            only = property;
        }

        return only;
    }
}
