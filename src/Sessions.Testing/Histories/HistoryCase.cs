namespace Sessions.Testing;

/// <summary>A case for history providers.</summary>
/// <param name="Name">What must be so.</param>
/// <param name="Run">Finds out whether it is.</param>
/// <param name="Promise">The promise that it is about, if it is about one.</param>
internal sealed record HistoryCase(string Name, Func<HistoryScene, Task> Run, HistoryProviderPromises Promise = HistoryProviderPromises.None);
