using System.ClientModel;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;

namespace Sessions.Tests.Clients;

/// <summary>OpenAI's chat completions. A message of a tool is text there: content that a tool returns is sent as its JSON.</summary>
internal sealed class OpenAIChatWire : ModelWire
{
    public override string Path => "/v1/chat/completions";

    public override bool SendsThoughts => false;

    public override string? ImageMark => null;

    public override IChatClient Connect(Uri server) =>
        new ChatClient("gpt-test", new ApiKeyCredential("key"), new OpenAIClientOptions { Endpoint = new Uri(server, "v1") }).AsIChatClient();

    protected override CannedReply Whole(WireAnswer answer, int number) => CannedReply.Json(Json(new
    {
        id = $"chatcmpl-{number}",
        @object = "chat.completion",
        created = 1767225600,
        model = "gpt-test",
        choices = new[]
        {
            new
            {
                index = 0,
                finish_reason = FinishReason(answer),
                message = new Dictionary<string, object>
                {
                    ["role"] = "assistant",
                    ["content"] = answer.Text,
                    ["tool_calls"] = answer.Calls.Select(call => new { id = call.Id, type = "function", function = new { name = call.Name, arguments = call.Arguments } }),
                },
            },
        },
        usage = new { prompt_tokens = 21, completion_tokens = 4, total_tokens = 25 },
    }));

    protected override CannedReply Stream(WireAnswer answer, int number)
    {
        var deltas = new List<object> { new { role = "assistant", content = "" } };
        deltas.AddRange(Pieces(answer.Text).Select(piece => new { content = piece }));
        foreach (var (index, call) in answer.Calls.Index())
        {
            deltas.Add(new { tool_calls = new[] { new { index, id = call.Id, type = "function", function = new { name = call.Name, arguments = "" } } } });
            deltas.AddRange(Pieces(call.Arguments).Select(piece => new { tool_calls = new[] { new { index, function = new { arguments = piece } } } }));
        }

        var chunks = deltas.Select(delta => Chunk(delta, null)).Append(Chunk(new { }, FinishReason(answer)));
        return CannedReply.Events(string.Concat(chunks.Select(chunk => $"data: {chunk}\n\n")) + "data: [DONE]\n\n");

        string Chunk(object delta, string? finishReason) => Json(new
        {
            id = $"chatcmpl-{number}",
            @object = "chat.completion.chunk",
            created = 1767225600,
            model = "gpt-test",
            choices = new[] { new { index = 0, delta, finish_reason = finishReason } },
        });
    }

    private static string FinishReason(WireAnswer answer) => answer.Calls is [] ? "stop" : "tool_calls";
}
