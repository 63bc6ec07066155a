namespace Sessions.PostgreSql.Tests.Turns;

/// <inheritdoc/>
public sealed class LostAcknowledgementTests() : TestKit.LostAcknowledgementTests(new OwnSchemaStores());
