#pragma warning disable OPENAI001 // The client for Responses is not final.

using System.ClientModel;
using Microsoft.Extensions.AI;
using OpenAI.Responses;

namespace Sessions.Tests.Clients;

/// <summary>OpenAI's Responses. Unless it is told not to, the service keeps the conversation, and is sent no history.</summary>
internal sealed class OpenAIResponsesWire : ModelWire
{
    public override string Path => "/v1/responses";

    public override string ConversationProperty => "input";

    public override bool SendsThoughts => true;

    public override string? ImageMark => "\"input_image\"";

    public override IChatClient Connect(Uri server) =>
        new ResponsesClient(new ApiKeyCredential("key"), new ResponsesClientOptions { Endpoint = new Uri(server, "v1") }).AsIChatClient("gpt-test");

    public override ChatOptions Options() => new() { RawRepresentationFactory = _ => new CreateResponseOptions { StoredOutputEnabled = false } };

    public override bool SendsServiceFormInTurn(bool streamed) => !streamed;

    /// <summary>An answer that is made in the background, while it is under way and when it is there.</summary>
    public static CannedReply Background(WireAnswer? answer, int number) =>
        CannedReply.Json(Json(Response(number, answer is null ? "in_progress" : "completed", answer is null ? [] : Items(answer, number), background: true)));

    protected override CannedReply Whole(WireAnswer answer, int number) => CannedReply.Json(Json(Response(number, "completed", Items(answer, number))));

    protected override CannedReply Stream(WireAnswer answer, int number)
    {
        var items = Items(answer, number);
        var events = new List<Dictionary<string, object>> { Event("response.created", ("response", Response(number, "in_progress", []))) };
        foreach (var (index, item) in items.Index())
        {
            events.Add(Event("response.output_item.added", ("output_index", index), ("item", item)));
            events.AddRange(Deltas(answer, item).Select(delta => Event(delta.Name, ("item_id", item["id"]), ("output_index", index), (delta.Part, 0), ("delta", delta.Text))));
            events.Add(Event("response.output_item.done", ("output_index", index), ("item", item)));
        }

        events.Add(Event("response.completed", ("response", Response(number, "completed", items))));
        return NamedEvents(events.Select((data, position) => ((string)data["type"], (object)new Dictionary<string, object>(data) { ["sequence_number"] = position })));
    }

    private static Dictionary<string, object> Event(string name, params (string Name, object Value)[] properties) =>
        properties.Prepend(("type", name)).ToDictionary(property => property.Item1, property => property.Item2);

    private static IEnumerable<(string Name, string Part, string Text)> Deltas(WireAnswer answer, Dictionary<string, object> item) => item["type"] switch
    {
        "reasoning" => Pieces(answer.Thought).Select(piece => ("response.reasoning_summary_text.delta", "summary_index", piece)),
        "message" => Pieces(answer.Text).Select(piece => ("response.output_text.delta", "content_index", piece)),
        _ => Pieces((string)item["arguments"]).Select(piece => ("response.function_call_arguments.delta", "content_index", piece)),
    };

    private static List<Dictionary<string, object>> Items(WireAnswer answer, int number)
    {
        var items = new List<Dictionary<string, object>>();
        if (answer.Thought.Length > 0)
        {
            items.Add(new()
            {
                ["id"] = $"rs_{number}",
                ["type"] = "reasoning",
                ["summary"] = new[] { new { type = "summary_text", text = answer.Thought } },
                ["encrypted_content"] = $"sealed-{number}",
            });
        }

        items.Add(new()
        {
            ["id"] = $"msg_{number}",
            ["type"] = "message",
            ["role"] = "assistant",
            ["status"] = "completed",
            ["content"] = new[] { new { type = "output_text", text = answer.Text, annotations = Array.Empty<object>() } },
        });
        items.AddRange(answer.Calls.Select((call, index) => new Dictionary<string, object>
        {
            ["id"] = $"fc_{number}_{index}",
            ["type"] = "function_call",
            ["status"] = "completed",
            ["call_id"] = call.Id,
            ["name"] = call.Name,
            ["arguments"] = call.Arguments,
        }));
        return items;
    }

    private static object Response(int number, string status, List<Dictionary<string, object>> items, bool background = false) => new
    {
        id = $"resp_{number}",
        @object = "response",
        created_at = 1767225600,
        status,
        background,
        model = "gpt-test",
        output = items,
        parallel_tool_calls = true,
        tool_choice = "auto",
        tools = Array.Empty<object>(),
        metadata = new { },
        usage = new { input_tokens = 21, output_tokens = 4, total_tokens = 25, input_tokens_details = new { cached_tokens = 0 }, output_tokens_details = new { reasoning_tokens = 0 } },
    };
}
