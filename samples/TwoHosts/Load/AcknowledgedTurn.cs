using Sessions;

namespace TwoHosts.Load;

/// <summary>A turn that a host has said is done.</summary>
/// <param name="Session">Its session.</param>
/// <param name="Key">The key that the client gave it.</param>
/// <param name="Question">What the client said.</param>
/// <param name="Answer">What it was answered.</param>
/// <param name="Sent">When the request was first sent, since the clients began.</param>
/// <param name="Took">How long the client waited, with all repetitions.</param>
internal sealed record AcknowledgedTurn(SessionKey Session, string Key, string Question, string Answer, TimeSpan Sent, TimeSpan Took);
