using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Sessions.Tests.Serialization;

/// <summary>Messages that are one text are written and read without the serializer: nobody is to see a difference.</summary>
public class TextMessageJsonTests
{
    private static readonly DateTimeOffset Time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)).AddTicks(1234567);

    public static TheoryData<ChatMessage> Texts => new(
        new ChatMessage(ChatRole.User, "one"),
        new ChatMessage(ChatRole.Assistant, ""),
        new ChatMessage(ChatRole.System, "\"quoted\" <b>\n\u0001 ü 🏔 \ud800"),
        new ChatMessage(new ChatRole("Über \"x\""), "two") { AuthorName = "Zoë <z>", MessageId = "m\\1", CreatedAt = Time },
        new ChatMessage(ChatRole.User, "three") { RawRepresentation = new object() },
        new ChatMessage(ChatRole.User, [new TextContent("four") { RawRepresentation = new object() }]));

    public static TheoryData<ChatMessage> Others => new(
        new ChatMessage(ChatRole.User, [new TextContent("a"), new TextContent("b")]),
        new ChatMessage(ChatRole.User, []),
        new ChatMessage(ChatRole.Tool, [new FunctionResultContent("c", "r")]),
        new ChatMessage(ChatRole.User, [new TextReasoningContent("hm")]),
        new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("c", "f")]),
        new ChatMessage(ChatRole.User, "a") { AdditionalProperties = new() { ["x"] = 1 } },
        new ChatMessage(ChatRole.User, [new TextContent("a") { AdditionalProperties = new() { ["x"] = 1 } }]),
        new ChatMessage(ChatRole.User, [new TextContent("a") { Annotations = [new CitationAnnotation { Title = "t" }] }]));

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_is_written_as_the_serializer_writes_it(ChatMessage message)
    {
        var written = Write(json => Assert.True(TextMessageJson.TryWrite(json, message)));

        Assert.Equal(Write(json => JsonSerializer.Serialize(json, message, MessageJson.Message)), written);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_is_read_as_the_serializer_reads_it(ChatMessage message)
    {
        var json = Encoding.UTF8.GetBytes(Serialize(message));
        var reader = new Utf8JsonReader(json);
        reader.Read();

        var read = TextMessageJson.TryRead(ref reader);

        Assert.Equal(JsonTokenType.EndObject, reader.TokenType);
        Assert.Equal(Serialize(JsonSerializer.Deserialize(json, MessageJson.Message)!), Serialize(read!));
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void What_has_more_to_it_is_left_to_the_serializer(ChatMessage message)
    {
        Assert.Empty(Write(json => Assert.False(TextMessageJson.TryWrite(json, message))));

        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(Serialize(message)));
        reader.Read();

        Assert.Null(TextMessageJson.TryRead(ref reader));
        Assert.Equal(JsonTokenType.StartObject, reader.TokenType);
        Assert.Equal(Serialize(message), Serialize(Read(Encoding.UTF8.GetBytes(Serialize(message)))));
    }

    [Theory]
    [InlineData("""{"role":"user"}""")]
    [InlineData("""{"contents":[{"$type":"text","text":"a"}]}""")]
    [InlineData("""{"contents":[{"$type":"text","text":"a"}],"role":"assistant"}""")]
    [InlineData("""{"messageId":"m","contents":[{"$type":"text","text":"a"}],"role":"user","authorName":"n"}""")]
    [InlineData("""{"role":"user","contents":[{"text":"a","$type":"text"}]}""")]
    [InlineData("""{"role":"user","contents":[{"$type":"text","text":null}]}""")]
    [InlineData("""{"role":"user","contents":[{"$type":"text"}]}""")]
    [InlineData("""{"role":"user","contents":[{"$type":"text","text":"a","more":1}]}""")]
    [InlineData("""{"role":"user","contents":null}""")]
    [InlineData("""{"role":"user","authorName":null,"messageId":null,"createdAt":null,"contents":[{"$type":"text","text":"a"}]}""")]
    [InlineData("""{"ROLE":"assistant","Contents":[{"$type":"text","Text":"a"}]}""")]
    [InlineData("""{"\u0072ole":"\u0075ser","contents":[{"$type":"\u0074ext","text":"\u00fc\n"}]}""")]
    [InlineData("""{"role":"user","role":"assistant","contents":[{"$type":"text","text":"a"}],"contents":[{"$type":"text","text":"b"}]}""")]
    [InlineData("""{"role":"user","contents":[{"$type":"text","text":"a"}],"additionalProperties":{"x":1}}""")]
    [InlineData("""{"role":"user","contents":[{"$type":"text","text":"a"}],"more":{"contents":[]}}""")]
    [InlineData("""{"role":"user","authorName":" ","createdAt":"2026-01-02T03:04:05.1234567+02:00","contents":[{"$type":"text","text":"a"}]}""")]
    public void However_it_is_put_it_is_read_or_refused_as_the_serializer_does(string json) =>
        AssertReadAsTheSerializerDoes(Encoding.UTF8.GetBytes(json));

    [Fact]
    public void Damaged_bytes_are_refused_or_read_as_the_serializer_does()
    {
        var json = Encoding.UTF8.GetBytes(Serialize(new ChatMessage(ChatRole.Assistant, "tür") { AuthorName = "n", MessageId = "m", CreatedAt = Time }));
        var random = new Random(20260102);

        for (var i = 0; i < 5_000; i++)
        {
            var damaged = json.ToArray();
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);

            AssertReadAsTheSerializerDoes(damaged);
        }
    }

    private static void AssertReadAsTheSerializerDoes(byte[] json) =>
        Assert.Equal(TryRead(() => JsonSerializer.Deserialize(json, MessageJson.Message)!), TryRead(() => Read(json)));

    private static string Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static string Serialize(ChatMessage message) => JsonSerializer.Serialize(message, MessageJson.Message);

    /// <summary>Reads a message as a document's only one.</summary>
    private static ChatMessage Read(byte[] message)
    {
        var reader = new Utf8JsonReader([(byte)'[', .. message, (byte)']']);
        reader.Read();
        List<ChatMessage> messages = [];
        MessageJson.Read(ref reader, messages);
        return messages is [var read] && !reader.Read() ? read : throw new JsonException("This is not one message.");
    }

    private static string? TryRead(Func<ChatMessage> read)
    {
        try
        {
            return Serialize(read());
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
