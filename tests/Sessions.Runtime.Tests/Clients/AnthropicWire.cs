using System.Text.Json;
using Anthropic;
using Microsoft.Extensions.AI;

namespace Sessions.Tests.Clients;

/// <summary>Anthropic's messages.</summary>
internal sealed class AnthropicWire : ModelWire
{
    public override string Path => "/v1/messages";

    public override bool SendsThoughts => true;

    public override string? ImageMark => "\"type\":\"image\"";

    public override IChatClient Connect(Uri server) => new AnthropicClient { ApiKey = "key", BaseUrl = server.ToString() }.AsIChatClient("claude-test");

    protected override CannedReply Whole(WireAnswer answer, int number) =>
        CannedReply.Json(Json(Message(number, StopReason(answer), [.. Blocks(answer, number).Select(block => block.Whole)])));

    protected override CannedReply Stream(WireAnswer answer, int number)
    {
        var events = new List<(string, object)> { ("message_start", new { type = "message_start", message = Message(number, null, []) }) };
        foreach (var (index, block) in Blocks(answer, number).Index())
        {
            events.Add(("content_block_start", new { type = "content_block_start", index, content_block = block.Start }));
            events.AddRange(block.Deltas.Select(delta => ("content_block_delta", (object)new { type = "content_block_delta", index, delta })));
            events.Add(("content_block_stop", new { type = "content_block_stop", index }));
        }

        events.Add(("message_delta", new { type = "message_delta", delta = new { stop_reason = StopReason(answer), stop_sequence = (string?)null }, usage = new { output_tokens = 4 } }));
        events.Add(("message_stop", new { type = "message_stop" }));
        return NamedEvents(events);
    }

    private static IEnumerable<Block> Blocks(WireAnswer answer, int number)
    {
        if (answer.Thought.Length > 0)
        {
            yield return new Block(
                new { type = "thinking", thinking = answer.Thought, signature = $"sealed-{number}" },
                new { type = "thinking", thinking = "", signature = "" },
                [
                    .. Pieces(answer.Thought).Select(piece => new { type = "thinking_delta", thinking = piece }),
                    new { type = "signature_delta", signature = $"sealed-{number}" },
                ]);
        }

        yield return new Block(
            new { type = "text", text = answer.Text },
            new { type = "text", text = "" },
            [.. Pieces(answer.Text).Select(piece => new { type = "text_delta", text = piece })]);
        foreach (var call in answer.Calls)
        {
            yield return new Block(
                new { type = "tool_use", id = call.Id, name = call.Name, input = JsonElement.Parse(call.Arguments) },
                new { type = "tool_use", id = call.Id, name = call.Name, input = new { } },
                [.. Pieces(call.Arguments).Select(piece => new { type = "input_json_delta", partial_json = piece })]);
        }
    }

    private static object Message(int number, string? stopReason, object[] content) => new
    {
        id = $"msg_{number}",
        type = "message",
        role = "assistant",
        model = "claude-test",
        content,
        stop_reason = stopReason,
        stop_sequence = (string?)null,
        usage = new { input_tokens = 21, output_tokens = 4 },
    };

    private static string StopReason(WireAnswer answer) => answer.Calls is [] ? "end_turn" : "tool_use";

    /// <summary>A block of an answer, and how a stream brings it.</summary>
    private sealed record Block(object Whole, object Start, IReadOnlyList<object> Deltas);
}
