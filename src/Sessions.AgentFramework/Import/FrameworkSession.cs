using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Sessions.AgentFramework.Import;

/// <summary>What a serialized session of the framework's agent has, in our words.</summary>
/// <param name="ServiceSessionId">The service's id of the conversation.</param>
/// <param name="Messages">The history that the session itself keeps.</param>
/// <param name="State">The values of its state bag, by their keys.</param>
/// <param name="Issues">What is neither.</param>
internal sealed record FrameworkSession(
    string? ServiceSessionId,
    IReadOnlyList<ChatMessage> Messages,
    IReadOnlyDictionary<string, (JsonElement Json, int Version)> State,
    IReadOnlyList<AgentFrameworkImportIssue> Issues);
