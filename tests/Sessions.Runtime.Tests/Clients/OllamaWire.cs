using System.Text.Json;
using Microsoft.Extensions.AI;
using OllamaSharp;

namespace Sessions.Tests.Clients;

/// <summary>Ollama's chat. A message of a tool is text there: content that a tool returns is sent as its JSON.</summary>
internal sealed class OllamaWire : ModelWire
{
    public override string Path => "/api/chat";

    public override bool SendsThoughts => true;

    public override string? ImageMark => null;

    public override IChatClient Connect(Uri server) => new OllamaApiClient(server, "llama-test");

    protected override CannedReply Whole(WireAnswer answer, int number) => CannedReply.JsonLines(Line(answer.Text, answer.Thought, answer.Calls, isLast: true));

    protected override CannedReply Stream(WireAnswer answer, int number)
    {
        var lines = new List<string>();
        lines.AddRange(Pieces(answer.Thought).Where(piece => piece.Length > 0).Select(piece => Line("", piece, [], isLast: false)));
        lines.AddRange(Pieces(answer.Text).Select(piece => Line(piece, "", [], isLast: false)));
        lines.AddRange(answer.Calls.Select(call => Line("", "", [call], isLast: false)));
        lines.Add(Line("", "", [], isLast: true));
        return CannedReply.JsonLines(string.Concat(lines));
    }

    private static string Line(string text, string thought, WireCall[] calls, bool isLast)
    {
        var message = new Dictionary<string, object> { ["role"] = "assistant", ["content"] = text };
        if (thought.Length > 0)
        {
            message["thinking"] = thought;
        }

        if (calls.Length > 0)
        {
            message["tool_calls"] = calls.Select(call => new { id = call.Id, function = new { name = call.Name, arguments = JsonElement.Parse(call.Arguments) } });
        }

        var line = new Dictionary<string, object> { ["model"] = "llama-test", ["created_at"] = "2026-01-01T00:00:00Z", ["message"] = message, ["done"] = isLast };
        if (isLast)
        {
            line["done_reason"] = "stop";
            line["prompt_eval_count"] = 21;
            line["eval_count"] = 4;
        }

        return Json(line) + "\n";
    }
}
