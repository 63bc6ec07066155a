using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>A turn of a session, with the messages that were kept of it.</summary>
/// <param name="Record">What is kept of the turn besides its messages.</param>
/// <param name="Messages">
/// The messages, oldest first: the caller's, then the model's and the tools'. Empty where a provider of yours or the model's
/// service keeps the history. They are the history itself, and not to be changed.
/// </param>
public sealed record SessionTurn(TurnRecord Record, IReadOnlyList<ChatMessage> Messages);
