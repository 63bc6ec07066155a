namespace Sessions.Generators;

/// <summary>An annotated state type, and what of the project decides how its accessors are written.</summary>
/// <param name="Model">The type.</param>
/// <param name="HasAgentFramework">Whether the sessions of Microsoft Agent Framework have accessors too.</param>
internal sealed record FoundState(StateModel Model, bool HasAgentFramework);
