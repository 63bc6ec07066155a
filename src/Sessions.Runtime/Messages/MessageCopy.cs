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
}
