namespace Sessions.Benchmarks;

/// <summary>One of the things that are measured against one another.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Prepare">Does what is not measured, and returns what is.</param>
/// <param name="Operations">How many operations a measured run is.</param>
internal sealed record Contender(string Name, Func<Action> Prepare, int Operations = 1);
