using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>What the model is sent, and what had to be mended of it.</summary>
/// <param name="Messages">History and new messages, valid for the model's service.</param>
/// <param name="Repairs">
/// What of foreign or damaged material was left out or moved, for a person; empty as a rule. Closing what an interrupted turn
/// left open is no repair.
/// </param>
internal readonly record struct HistoryRequest(IReadOnlyList<ChatMessage> Messages, IReadOnlyList<string> Repairs);
