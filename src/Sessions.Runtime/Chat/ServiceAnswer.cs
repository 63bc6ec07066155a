using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>A whole answer of a service that keeps the history: where the conversation goes on, and what it needs to.</summary>
/// <param name="ConversationId">The service's id of the conversation with the answer in it.</param>
/// <param name="OpenCalls">The calls of the answer, and those of their results that there are.</param>
internal sealed record ServiceAnswer(string ConversationId, IReadOnlyList<ChatMessage> OpenCalls);
