using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework.Agents;

/// <summary>Our responses, as responses of the framework: what it has no place for is reached by the raw representation, which is ours.</summary>
internal static class AdaptedResponse
{
    public static Framework.AgentResponse Of(Sessions.Agents.AgentResponse response) => new Framework.AgentResponse(response.Messages)
    {
        AgentId = response.AgentId,
        ResponseId = response.ResponseId,
        CreatedAt = response.CreatedAt,
        FinishReason = response.FinishReason,
        Usage = response.Usage,
        AdditionalProperties = response.AdditionalProperties,
        RawRepresentation = response,
    }.With(response.ContinuationToken);

    public static Framework.AgentResponseUpdate Of(Sessions.Agents.AgentResponseUpdate update) => new Framework.AgentResponseUpdate(update.Role, update.Contents)
    {
        AgentId = update.AgentId,
        AuthorName = update.AuthorName,
        ResponseId = update.ResponseId,
        MessageId = update.MessageId,
        CreatedAt = update.CreatedAt,
        FinishReason = update.FinishReason,
        AdditionalProperties = update.AdditionalProperties,
        RawRepresentation = update,
    }.With(update.ContinuationToken);
}
