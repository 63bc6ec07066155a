namespace Sessions.Testing;

/// <summary>A case for stores, and what it needs besides a store.</summary>
/// <param name="Name">What must be so.</param>
/// <param name="Run">Finds out whether it is.</param>
/// <param name="NeedsClock">Whether time must pass in it.</param>
/// <param name="NeedsReopening">Whether the same sessions must be opened by another object.</param>
internal sealed record StoreCase(string Name, Func<StoreScene, Task> Run, bool NeedsClock = false, bool NeedsReopening = false);
