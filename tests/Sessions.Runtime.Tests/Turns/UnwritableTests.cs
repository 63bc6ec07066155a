using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.Turns;

/// <inheritdoc/>
public sealed class UnwritableTests() : TestKit.UnwritableTests(new NoStores());

/// <inheritdoc/>
public sealed class UnwritableInStoreTests() : TestKit.UnwritableTests(new InMemoryStores());
