using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace WebChat;

/// <summary>A turn as server-sent events.</summary>
public static class ChatEvents
{
    /// <summary>Pieces of text, the tools that are called, and at the end the turn's id: whoever has it, has the whole answer.</summary>
    public static async IAsyncEnumerable<SseItem<string>> Of(
        IAsyncEnumerable<AgentResponseUpdate> updates, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string? turnId = null;
        await foreach (AgentResponseUpdate update in updates.WithCancellation(cancellationToken))
        {
            turnId = update.TurnId;
            foreach (FunctionCallContent call in update.Contents.OfType<FunctionCallContent>())
            {
                yield return new SseItem<string>(call.Name, "tool");
            }

            if (update.Text.Length > 0)
            {
                yield return new SseItem<string>(update.Text, "text");
            }
        }

        yield return new SseItem<string>(turnId ?? "", "done");
    }
}
