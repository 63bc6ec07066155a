namespace Sessions.AgentFramework;

/// <summary>What a session of the framework that has a key of its own offers as a service, so that nobody gives it another one.</summary>
/// <param name="Key">The key.</param>
internal sealed record SessionKeyHolder(SessionKey Key);
