using Microsoft.Extensions.AI;
using Framework = Microsoft.Agents.AI;

#pragma warning disable MEAI001 // Nothing else carries an answer that is made in the background.

namespace Sessions.AgentFramework;

/// <summary>The members of the framework that it may still change, and that nothing else serves for: all that are used here.</summary>
internal static class ExperimentalMembers
{
    public static ResponseContinuationToken? TokenOf(Framework.AgentRunOptions options) => options.ContinuationToken;

    public static bool? AllowBackgroundResponsesOf(Framework.AgentRunOptions options) => options.AllowBackgroundResponses;

    public static ResponseContinuationToken? TokenOf(Framework.AgentResponse response) => response.ContinuationToken;

    public static ResponseContinuationToken? TokenOf(Framework.AgentResponseUpdate update) => update.ContinuationToken;

    /// <summary>Lets a run go on with an answer, and be answered in the background, as the caller has asked for.</summary>
    public static void Continue(Framework.AgentRunOptions options, ResponseContinuationToken? token, Framework.AgentRunOptions? given)
    {
        options.ContinuationToken = token;
        options.AllowBackgroundResponses = given?.AllowBackgroundResponses;
    }

    public static bool PersistsPerServiceCall(Framework.ChatClientAgentOptions options) => options.RequirePerServiceCallChatHistoryPersistence;

    public static Framework.AgentResponse With(this Framework.AgentResponse response, ResponseContinuationToken? token)
    {
        response.ContinuationToken = token;
        return response;
    }

    public static Framework.AgentResponseUpdate With(this Framework.AgentResponseUpdate update, ResponseContinuationToken? token)
    {
        update.ContinuationToken = token;
        return update;
    }
}
