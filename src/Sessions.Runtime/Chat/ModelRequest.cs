using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>What the model is sent.</summary>
/// <param name="Messages">The messages.</param>
/// <param name="Options">The options; <see langword="null"/> where neither the agent nor the run nor a provider asks for anything.</param>
internal readonly record struct ModelRequest(IReadOnlyList<ChatMessage> Messages, ChatOptions? Options);
