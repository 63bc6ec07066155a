namespace Sessions.Sqlite.Tests.Turns;

/// <inheritdoc/>
public sealed class UnwritableTests() : TestKit.UnwritableTests(new DatabaseFiles());
