using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>Copies messages, so that what is kept of a conversation is nobody else's to change.</summary>
internal static class MessageCopy
{
    /// <summary>
    /// Copies a message with all that it holds, as <see cref="ContentCopier"/> says. The representations of the client that made it
    /// are left out: they are not kept.
    /// </summary>
    public static ChatMessage Of(ChatMessage message)
    {
        var copy = message.Clone();
        copy.RawRepresentation = null;
        if (message is { AdditionalProperties: null, Contents: [TextContent { Annotations: null, AdditionalProperties: null } text] })
        {
            // By far the most.
            copy.Contents = [new TextContent(text.Text)];
            return copy;
        }

        var copier = new ContentCopier();
        copy.Contents = copier.Contents(message.Contents);
        copy.AdditionalProperties = copier.Properties(message.AdditionalProperties);
        return copy;
    }

    /// <summary>Copies what a turn adds to a history, in one array.</summary>
    public static ChatMessage[] Of(ReadOnlySpan<ChatMessage> context, IReadOnlyList<ChatMessage> inputs, IReadOnlyList<ChatMessage> outputs)
    {
        var copies = new ChatMessage[context.Length + inputs.Count + outputs.Count];
        Copy(context, copies);
        Copy(MessageSpan.Of(inputs), copies.AsSpan(context.Length));
        Copy(MessageSpan.Of(outputs), copies.AsSpan(context.Length + inputs.Count));
        return copies;
    }

    private static void Copy(ReadOnlySpan<ChatMessage> messages, Span<ChatMessage> to)
    {
        for (var i = 0; i < messages.Length; i++)
        {
            to[i] = Of(messages[i]);
        }
    }
}
