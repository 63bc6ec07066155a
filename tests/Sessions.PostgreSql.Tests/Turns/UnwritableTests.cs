namespace Sessions.PostgreSql.Tests.Turns;

/// <inheritdoc/>
public sealed class UnwritableTests() : TestKit.UnwritableTests(new OwnSchemaStores());
