using System.Text.Json;
using Microsoft.Extensions.AI;
using Npgsql;

namespace Sessions.OwnTable.Tests;

/// <summary>What PostgreSQL's two types do to the JSON of a message.</summary>
public sealed class JsonbTests(PostgresDatabase database)
{
    private static readonly ChatMessage Message = new(ChatRole.Assistant,
    [
        new TextContent("Let me see."),
        new TextReasoningContent("hm"),
        new FunctionCallContent("c1", "book", new Dictionary<string, object?> { ["hut"] = "Rifugio", ["beds"] = 2, ["at"] = "noon" }),
        new FunctionResultContent("c1", new { booked = true }),
        new FunctionResultContent("c2", new AIContent[] { new TextContent("the hut"), new DataContent(new byte[] { 4, 5, 6 }, "image/png") }),
        new DataContent(new byte[] { 1, 2, 3 }, "image/png"),
    ]);

    [Fact]
    public async Task Jsonb_puts_the_type_of_a_content_behind_other_members()
    {
        var stored = await StoreAsync("jsonb", JsonSerializer.Serialize(Message, AIJsonUtilities.DefaultOptions));

        Assert.Contains("""{"text": "Let me see.", "$type": "text"}""", stored, StringComparison.Ordinal);
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ChatMessage>(stored, AIJsonUtilities.DefaultOptions));
    }

    [Theory]
    [InlineData("jsonb", "at,hut,beds")]
    [InlineData("json", "hut,beds,at")]
    public async Task Every_content_is_read_back_and_json_keeps_the_order_of_arguments(string type, string arguments)
    {
        var read = Read(await StoreAsync(type, Write(Message)));

        Assert.Equal(Message.Contents.Select(content => content.GetType()), read.Contents.Select(content => content.GetType()));
        Assert.Equal(Sorted(Message), Sorted(read));
        Assert.Equal(["the hut", "image/png"], Assert.IsAssignableFrom<IEnumerable<AIContent>>(read.Contents.OfType<FunctionResultContent>().Last().Result)
            .Select(content => content is TextContent text ? text.Text : ((DataContent)content).MediaType));
        Assert.Equal(arguments, string.Join(',', read.Contents.OfType<FunctionCallContent>().Single().Arguments!.Keys));
    }

    [Theory]
    [InlineData("jsonb", """{"a": 100, "b": 1.50}""")]
    [InlineData("json", """{"b":1.50,"a":1,"a":1e2}""")]
    public async Task Jsonb_keeps_one_of_two_members_of_a_name_and_another_text_of_numbers(string type, string stored) =>
        Assert.Equal(stored, await StoreAsync(type, """{"b":1.50,"a":1,"a":1e2}"""));

    [Fact]
    public async Task Jsonb_refuses_the_character_zero_and_json_keeps_it()
    {
        var json = Write(new ChatMessage(ChatRole.User, "a\0b"));

        var exception = await Assert.ThrowsAsync<PostgresException>(() => StoreAsync("jsonb", json));

        Assert.Equal(PostgresErrorCodes.UntranslatableCharacter, exception.SqlState);
        Assert.Equal("a\0b", Read(await StoreAsync("json", json)).Text);
    }

    private static string Write(ChatMessage message) => JsonSerializer.Serialize(message, SessionJson.ChatMessage);

    private static ChatMessage Read(string json) => JsonSerializer.Deserialize(json, SessionJson.ChatMessage)!;

    private static string Sorted(ChatMessage message) => JsonSerializer.Serialize(Sorted(JsonSerializer.SerializeToElement(message, SessionJson.ChatMessage)));

    private static object? Sorted(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal).ToDictionary(member => member.Name, member => Sorted(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().Select(Sorted).ToList(),
        _ => element,
    };

    private async Task<string> StoreAsync(string type, string json)
    {
        await using var command = database.Source.CreateCommand($"SELECT $1::{type}::text");
        command.Parameters.Add(new() { Value = json });
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
