using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>What has been said when the model goes on in the background: an answer that is asked for whole comes whole.</summary>
internal static class PartialAnswers
{
    /// <summary>The steps that are finished: what the tools returned, and all before it.</summary>
    public static ChatResponse LeaveOut(ChatResponse response)
    {
        var count = response.Messages.Count;
        while (count > 0 && !response.Messages[count - 1].Contents.Any(content => content is FunctionResultContent))
        {
            count--;
        }

        return new ChatResponse([.. response.Messages.Take(count)]) { ConversationId = response.ConversationId, Usage = response.Usage };
    }

    /// <summary>Puts a whole answer after the steps before it.</summary>
    public static ChatResponse Join(ChatResponse earlier, ChatResponse response) => new([.. earlier.Messages, .. response.Messages])
    {
        AdditionalProperties = response.AdditionalProperties,
        ContinuationToken = response.ContinuationToken,
        ConversationId = response.ConversationId,
        CreatedAt = response.CreatedAt,
        FinishReason = response.FinishReason,
        ModelId = response.ModelId,
        RawRepresentation = response.RawRepresentation,
        ResponseId = response.ResponseId,
        Usage = ModelStep.Sum(earlier.Usage, response.Usage),
    };
}
