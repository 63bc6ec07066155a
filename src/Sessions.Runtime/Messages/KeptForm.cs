using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>
/// The JSON form that everything kept in a session must have, in memory too: a session that cannot be saved any more is of no use.
/// Input without one is refused; of what the model and the tools said, the rest is kept.
/// </summary>
/// <remarks>A message that is one text or several, as most are, costs nothing.</remarks>
internal static class KeptForm
{
    // Where a content and a value stand in the JSON of a message.
    private const int ContentDepth = 3;
    private const int ValueDepth = 6;

    /// <summary>Refuses input that could not be kept, before the model is asked.</summary>
    /// <exception cref="SessionFormatException">A message has no JSON form.</exception>
    public static void ThrowIfNone(IReadOnlyList<ChatMessage> input)
    {
        for (var i = 0; i < input.Count; i++)
        {
            if (!IsText(input[i]) && FaultOf(input[i], MessageJson.Message, depth: 0) is { } fault)
            {
                var content = input[i].Contents.FirstOrDefault(content => FaultOf(content, MessageJson.Content, ContentDepth) is not null);
                throw new SessionFormatException(
                    $"Message {i} of the input has no JSON form{(content is null ? "" : $", because of its {content.GetType()}")}, so it could not be kept: {fault.Message} The model was not asked. A type of content of your own is added with {nameof(SessionJson)}.{nameof(SessionJson.AddContentType)}.", fault);
            }
        }
    }

    /// <summary>Leaves out of messages what has no JSON form.</summary>
    /// <param name="copies">Messages that are nobody else's.</param>
    /// <returns>What was left out, for a person; nothing as a rule.</returns>
    public static IReadOnlyList<string> LeaveOut(IReadOnlyList<ChatMessage> copies)
    {
        List<string>? leftOut = null;
        for (var i = 0; i < copies.Count; i++)
        {
            if (IsText(copies[i]))
            {
                continue;
            }

            // What nobody said could be written, and not be read again.
            while (copies[i].Contents.Remove(null!))
            {
            }

            if (FaultOf(copies[i], MessageJson.Message, depth: 0) is not null)
            {
                LeaveOut(copies[i], leftOut ??= []);
            }
        }

        return leftOut ?? (IReadOnlyList<string>)[];
    }

    /// <summary>Properties without those that have no JSON form.</summary>
    public static AdditionalPropertiesDictionary? WithoutOthers(AdditionalPropertiesDictionary? properties)
    {
        var copy = new ContentCopier().Properties(properties);
        LeaveOut(copy, "", []);
        return copy;
    }

    private static void LeaveOut(ChatMessage message, List<string> leftOut)
    {
        LeaveOut(message.AdditionalProperties, $"the {message.Role.Value} message", leftOut);
        for (var i = message.Contents.Count - 1; i >= 0; i--)
        {
            var content = message.Contents[i];
            if (FaultOf(content, MessageJson.Content, ContentDepth) is null)
            {
                continue;
            }

            // What could not be copied is the caller's too, and stays as it is.
            if (ContentKinds.Of(content).Type == content.GetType())
            {
                LeaveOut(content, leftOut);
            }

            if (FaultOf(content, MessageJson.Content, ContentDepth) is { } fault)
            {
                leftOut.Add($"A {content.GetType()} has no JSON form and was not kept: {fault.Message} A type of content of your own is added with {nameof(SessionJson)}.{nameof(SessionJson.AddContentType)}.");
                message.Contents.RemoveAt(i);
            }
        }
    }

    private static void LeaveOut(AIContent content, List<string> leftOut)
    {
        LeaveOut(content.AdditionalProperties, $"a {content.GetType().Name}", leftOut);
        switch (content)
        {
            case FunctionCallContent call:
                Replace(call, leftOut);
                break;
            case ToolApprovalRequestContent { ToolCall: FunctionCallContent call }:
                Replace(call, leftOut);
                break;
            case ToolApprovalResponseContent { ToolCall: FunctionCallContent call }:
                Replace(call, leftOut);
                break;
            case FunctionResultContent { Result: { } value } result when FaultOf(value) is { } fault:
                leftOut.Add($"The result of tool call '{result.CallId}' has no JSON form and was not kept: {fault.Message}");
                result.Result = $"(The result of the tool, a {value.GetType()}, has no JSON form and was not kept.)";
                break;
        }
    }

    private static void Replace(FunctionCallContent call, List<string> leftOut)
    {
        LeaveOut(call.AdditionalProperties, $"call '{call.CallId}'", leftOut);
        foreach (var (name, value) in call.Arguments?.ToList() ?? [])
        {
            if (value is not null && FaultOf(value) is { } fault)
            {
                leftOut.Add($"Argument '{name}' of tool call '{call.CallId}' has no JSON form and was not kept: {fault.Message}");
                call.Arguments![name] = $"(The argument, a {value.GetType()}, has no JSON form and was not kept.)";
            }
        }
    }

    private static void LeaveOut(AdditionalPropertiesDictionary? properties, string owner, List<string> leftOut)
    {
        foreach (var (name, value) in properties?.ToList() ?? [])
        {
            if (value is not null && FaultOf(value) is { } fault)
            {
                leftOut.Add($"The additional property '{name}' of {owner} has no JSON form and was not kept: {fault.Message}");
                properties!.Remove(name);
            }
        }
    }

    private static Exception? FaultOf(object value)
    {
        try
        {
            JsonLimits.ThrowIfTooDeep(JsonSerializer.SerializeToUtf8Bytes(value, MessageJson.TypeOf(value)), JsonLimits.MaxPartDepth - ValueDepth);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    /// <summary>What is wrong with the JSON form of something. What its own getters throw is.</summary>
    private static Exception? FaultOf<T>(T value, JsonTypeInfo<T> type, int depth)
    {
        try
        {
            JsonLimits.ThrowIfTooDeep(JsonSerializer.SerializeToUtf8Bytes(value, type), JsonLimits.MaxPartDepth - depth);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    private static bool IsText(ChatMessage message)
    {
        if (message.AdditionalProperties is not null)
        {
            return false;
        }

        for (var i = 0; i < message.Contents.Count; i++)
        {
            if (message.Contents[i] is not TextContent { Annotations: null, AdditionalProperties: null } text || text.GetType() != typeof(TextContent))
            {
                return false;
            }
        }

        return true;
    }
}
