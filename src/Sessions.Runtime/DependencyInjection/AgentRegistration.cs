namespace Sessions;

/// <summary>That an agent is registered, and under which name: what a container does not say of keyed services.</summary>
internal sealed record AgentRegistration(string Name);
