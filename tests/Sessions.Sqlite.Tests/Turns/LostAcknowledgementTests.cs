namespace Sessions.Sqlite.Tests.Turns;

/// <inheritdoc/>
public sealed class LostAcknowledgementTests() : TestKit.LostAcknowledgementTests(new DatabaseFiles());
