using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>Estimates tokens by the length of what is sent, without making any text.</summary>
internal static class TokenEstimate
{
    private const int CharactersPerToken = 4;
    private const int CharactersPerMessage = 16;
    private const int CharactersPerCall = 16;
    private const int CharactersPerValue = 8;
    private const int CharactersPerObject = 256;
    private const int CharactersPerData = 4000;

    public static int Of(ChatMessage message)
    {
        long characters = CharactersPerMessage;
        var contents = message.Contents;
        for (var i = 0; i < contents.Count; i++)
        {
            characters += Of(contents[i]);
        }

        return (int)Math.Min(int.MaxValue, (characters + CharactersPerToken - 1) / CharactersPerToken);
    }

    private static long Of(AIContent? content) => content switch
    {
        null or UsageContent => 0,
        TextContent text => text.Text?.Length ?? 0,
        TextReasoningContent reasoning => (reasoning.Text?.Length ?? 0) + (reasoning.ProtectedData?.Length ?? 0),
        FunctionCallContent call => CharactersPerCall + call.Name.Length + OfArguments(call.Arguments),
        FunctionResultContent result => CharactersPerCall + OfValue(result.Result),
        ToolApprovalRequestContent request => CharactersPerCall + Of(request.ToolCall),
        DataContent or UriContent or HostedFileContent => CharactersPerData,
        ErrorContent error => error.Message?.Length ?? 0,
        _ => CharactersPerObject,
    };

    private static long OfArguments(IDictionary<string, object?>? arguments)
    {
        long characters = 0;
        if (arguments is null)
        {
            return characters;
        }

        foreach (var (name, value) in arguments)
        {
            characters += name.Length + CharactersPerValue + OfValue(value);
        }

        return characters;
    }

    private static long OfValue(object? value) => value switch
    {
        null or bool or IFormattable => CharactersPerValue,
        string text => text.Length,
        JsonElement { ValueKind: not JsonValueKind.Undefined } json => JsonMarshal.GetRawUtf8Value(json).Length,
        AIContent content => Of(content),
        IEnumerable<AIContent> contents => contents.Sum(Of),
        _ => CharactersPerObject,
    };
}
