using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>Estimates tokens by the length of what is sent, and what messages take in memory, without making any text.</summary>
internal static class TokenEstimate
{
    public const int CharactersPerCall = 16;
    public const int CharactersPerObject = 256;
    public const int CharactersPerFile = 4000;

    private const int CharactersPerToken = 4;
    private const int CharactersPerMessage = 16;
    private const int CharactersPerValue = 8;

    /// <summary>How deep contents are looked into; a tool's result may hold itself.</summary>
    private const int MaxDepth = 8;

    public static int Of(ChatMessage message)
    {
        var characters = CharactersPerMessage + OfContents(message.Contents, default);
        return (int)Math.Min(int.MaxValue, (characters + CharactersPerToken - 1) / CharactersPerToken);
    }

    /// <summary>The characters that a message is sent as: those of its texts, and of names, arguments and results.</summary>
    public static long Characters(ChatMessage message) => OfContents(message.Contents, default);

    /// <summary>About how many bytes the contents of a message take in memory. An object that only its tool knows is taken for a small one.</summary>
    public static long BytesInMemory(ChatMessage message) => sizeof(char) * OfContents(message.Contents, new ContentMeasure(OfMemory: true, Depth: 0));

    /// <summary>The characters of a content.</summary>
    public static long Of(AIContent? content, ContentMeasure measure) =>
        content is null ? 0
        : measure.Depth > MaxDepth ? CharactersPerObject
        : ContentKinds.Of(content).CountCharacters(content, measure);

    /// <summary>The characters of arguments of a content.</summary>
    public static long OfMembers(IDictionary<string, object?>? members, ContentMeasure measure)
    {
        long characters = 0;
        if (members is null)
        {
            return characters;
        }

        foreach (var (name, value) in members)
        {
            characters += name.Length + CharactersPerValue + OfValue(value, measure);
        }

        return characters;
    }

    /// <summary>The characters of a result or an argument of a content.</summary>
    public static long OfValue(object? value, ContentMeasure measure) => value switch
    {
        null or bool or IFormattable => CharactersPerValue,
        string text => text.Length,
        JsonElement { ValueKind: JsonValueKind.String } text => OfText(JsonMarshal.GetRawUtf8Value(text)),
        JsonElement { ValueKind: not JsonValueKind.Undefined } json => JsonMarshal.GetRawUtf8Value(json).Length,
        AIContent content => Of(content, measure.Deeper),
        IList<AIContent> contents => OfContents(contents, measure.Deeper),
        IEnumerable<AIContent> contents => contents.Sum(content => Of(content, measure.Deeper)),
        IEnumerable<string> texts => texts.Sum(text => text?.Length ?? 0L),
        _ => CharactersPerObject,
    };

    /// <summary>The characters of a text that is written as JSON: as many as it has elsewhere, so that a view cuts the same after a restart.</summary>
    private static long OfText(ReadOnlySpan<byte> json)
    {
        json = json[1..^1];
        long characters = 0;
        while (json.IndexOf((byte)'\\') is var escape and >= 0)
        {
            characters += Encoding.UTF8.GetCharCount(json[..escape]) + 1;
            json = json[(escape + (json[escape + 1] == (byte)'u' ? 6 : 2))..];
        }

        return characters + Encoding.UTF8.GetCharCount(json);
    }

    private static long OfContents(IList<AIContent> contents, ContentMeasure measure)
    {
        long characters = 0;
        for (var i = 0; i < contents.Count; i++)
        {
            characters += Of(contents[i], measure);
        }

        return characters;
    }
}
