using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Sessions.Tests.Clients;

/// <summary>How a model's service speaks, and the client that speaks with it.</summary>
internal abstract class ModelWire
{
    public static IReadOnlyDictionary<string, ModelWire> All { get; } = new Dictionary<string, ModelWire>
    {
        ["OpenAI chat"] = new OpenAIChatWire(),
        ["OpenAI Responses"] = new OpenAIResponsesWire(),
        ["Ollama"] = new OllamaWire(),
        ["Anthropic"] = new AnthropicWire(),
    };

    /// <summary>The path that the client asks at.</summary>
    public abstract string Path { get; }

    /// <summary>The property of a request that holds the conversation.</summary>
    public virtual string ConversationProperty => "messages";

    /// <summary>Whether the client sends again what the model thought.</summary>
    public abstract bool SendsThoughts { get; }

    /// <summary>What in a request shows that a tool's image is sent as an image; null where the result of a tool is text only.</summary>
    public abstract string? ImageMark { get; }

    public abstract IChatClient Connect(Uri server);

    /// <summary>The options that an agent needs with this client.</summary>
    public virtual ChatOptions Options() => new();

    /// <summary>
    /// Whether the client sends an answer in the service's own form, byte by byte, until its turn ends. What is kept of a turn has no
    /// such form, so the next request begins with the same content in other bytes, once.
    /// </summary>
    public virtual bool SendsServiceFormInTurn(bool streamed) => false;

    /// <summary>Writes an answer as the service does.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="number">Which of the service's answers it is.</param>
    public CannedReply Reply(WireAnswer answer, int number, bool streamed) => streamed ? Stream(answer, number) : Whole(answer, number);

    protected abstract CannedReply Whole(WireAnswer answer, int number);

    protected abstract CannedReply Stream(WireAnswer answer, int number);

    protected static string Json(object value) => JsonSerializer.Serialize(value);

    /// <summary>Halves of a text: a stream brings everything in pieces.</summary>
    protected static string[] Pieces(string text) => [text[..(text.Length / 2)], text[(text.Length / 2)..]];

    /// <summary>Server-sent events that carry their type in their data, and by name.</summary>
    protected static CannedReply NamedEvents(IEnumerable<(string Name, object Data)> events) =>
        CannedReply.Events(string.Concat(events.Select(e => $"event: {e.Name}\ndata: {Json(e.Data)}\n\n")));
}
