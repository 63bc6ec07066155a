namespace Sessions.Tests.Faults;

/// <inheritdoc/>
public sealed class LostAcknowledgementTests() : TestKit.LostAcknowledgementTests(new InMemoryStores());
