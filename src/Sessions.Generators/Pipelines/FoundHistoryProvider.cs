namespace Sessions.Generators;

/// <summary>An annotated history provider, and what of the project decides how it is registered.</summary>
/// <param name="Model">The provider.</param>
/// <param name="HasAgentFramework">Whether it is registered for the agents of Microsoft Agent Framework too.</param>
internal sealed record FoundHistoryProvider(HistoryProviderModel Model, bool HasAgentFramework);
