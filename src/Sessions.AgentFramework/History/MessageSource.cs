using Microsoft.Extensions.AI;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework.History;

/// <summary>Where a message of a request comes from, which the framework marks in the message itself.</summary>
internal static class MessageSource
{
    public static bool IsCaller(ChatMessage message) => TypeOf(message) == Framework.AgentRequestMessageSourceType.External;

    public static bool IsHistory(ChatMessage message) => TypeOf(message) == Framework.AgentRequestMessageSourceType.ChatHistory;

    /// <summary>The id of the provider that added a message.</summary>
    public static string IdOf(ChatMessage message) =>
        Framework.ChatMessageExtensions.GetAgentRequestMessageSourceId(message) is { Length: > 0 } id ? id : TypeOf(message).Value;

    /// <summary>A copy of a message of the history that is marked as such. The framework's own marking would write into the message that is given.</summary>
    public static ChatMessage History(ChatMessage message, string sourceId)
    {
        var copy = message.Clone();
        copy.AdditionalProperties = message.AdditionalProperties?.Clone() ?? [];
        copy.AdditionalProperties[Framework.AgentRequestMessageSourceAttribution.AdditionalPropertiesKey] =
            new Framework.AgentRequestMessageSourceAttribution(Framework.AgentRequestMessageSourceType.ChatHistory, sourceId);
        return copy;
    }

    /// <summary>The message without a mark, which is of one run, and has no JSON form.</summary>
    public static ChatMessage Unmarked(ChatMessage message)
    {
        if (message.AdditionalProperties?.ContainsKey(Framework.AgentRequestMessageSourceAttribution.AdditionalPropertiesKey) != true)
        {
            return message;
        }

        var copy = message.Clone();
        var properties = message.AdditionalProperties.Clone();
        properties.Remove(Framework.AgentRequestMessageSourceAttribution.AdditionalPropertiesKey);
        copy.AdditionalProperties = properties.Count == 0 ? null : properties;
        return copy;
    }

    private static Framework.AgentRequestMessageSourceType TypeOf(ChatMessage message) => Framework.ChatMessageExtensions.GetAgentRequestMessageSourceType(message);
}
