namespace Sessions.Testing.Tests;

public class StateMigrationsTests
{
    private const string LockFile =
        """
        {
          "HastyTrip": {
            "1": { "status": "shipped", "type": "HastyTrip", "shapes": {}, "sample": { } },
            "2": { "status": "shipped", "type": "HastyTrip", "shapes": {}, "sample": { "City": "City" } },
            "3": { "status": "shipped", "type": "HastyTrip", "shapes": {}, "sample": { "City": "City", "Days": 1 } },
            "4": { "status": "shipped", "type": "HastyTrip", "shapes": {}, "sample": { "City": "City", "Days": 1 } }
          },
          "Trip": {
            "1": { "status": "shipped", "type": "Trip", "shapes": {}, "sample": { "Place": "Place" } },
            "2": { "status": "shipped", "type": "Trip", "shapes": {} },
            "3": { "status": "draft", "type": "Trip", "shapes": {} }
          }
        }
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_shipped_version_is_a_case_that_reads_its_sample()
    {
        var seen = new List<(int, Trip)>();
        var cases = StateMigrations.Cases<Trip>(LockFile, (version, trip) => seen.Add((version, trip)));

        Assert.Equal(["Migrations: the sample of Trip, version 1, is read", "Migrations: the sample of Trip, version 2, is read"], cases.Select(one => one.Name));
        await cases[0].RunAsync(Token);
        Assert.Equal((1, new Trip { City = "Place", Days = 1 }), Assert.Single(seen));
    }

    [Fact]
    public void A_file_with_agents_has_the_same_cases() => Assert.Equal(
        StateMigrations.Cases<Trip>(LockFile).Select(one => one.Name),
        StateMigrations.Cases<Trip>($$"""{ "format": 2, "agents": ["Guide"], "state": {{LockFile}} }""").Select(one => one.Name));

    [Fact]
    public void A_file_with_agents_alone_does_not_have_the_key() =>
        Assert.Throws<ArgumentException>(() => StateMigrations.Cases<Trip>("""{ "format": 2, "agents": ["Guide"] }"""));

    [Fact]
    public async Task A_version_without_a_sample_asks_for_a_value()
    {
        var failure = await Assert.ThrowsAsync<ConformanceException>(() => StateMigrations.Cases<Trip>(LockFile)[1].RunAsync(Token));
        Assert.Contains("no sample of version 2 of 'Trip'", failure.Message, StringComparison.Ordinal);

        var cases = StateMigrations.Cases<Trip>(LockFile, values: [(2, """{"City":"Rome"}"""), (1, """{"Place":"Oslo","Unknown":7}""")]);
        Assert.Equal(
            ["Migrations: the sample of Trip, version 1, is read", "Migrations: value 1 of Trip, version 2, is read", "Migrations: value 2 of Trip, version 1, is read"],
            cases.Select(one => one.Name));
        foreach (var one in cases)
        {
            await one.RunAsync(Token);
        }
    }

    [Fact]
    public async Task What_the_check_does_not_like_fails_the_case()
    {
        var cases = StateMigrations.Cases<Trip>(LockFile, (_, trip) => Assert.Equal(2, trip.Days));

        var failure = await Assert.ThrowsAsync<ConformanceException>(() => cases[0].RunAsync(Token));

        Assert.Contains("Assert.Equal() Failure", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "The value of 'HastyTrip' of version 1 cannot be read")]
    [InlineData(2, "The value of 'HastyTrip' of version 2 cannot be read")]
    [InlineData(3, null)]
    [InlineData(4, "was written as version 4, and this code reads up to version 3")]
    public async Task A_version_that_the_code_cannot_read_fails_its_case(int version, string? message)
    {
        var one = StateMigrations.Cases<HastyTrip>(LockFile)[version - 1];

        if (message is null)
        {
            await one.RunAsync(Token);
            return;
        }

        Assert.Contains(message, (await Assert.ThrowsAsync<ConformanceException>(() => one.RunAsync(Token))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "does not have the key 'Trip'")]
    [InlineData("no JSON", "not that of a state lock file")]
    [InlineData("[]", "not that of a state lock file")]
    [InlineData("""{"Trip":{"one":{"status":"shipped"}}}""", "not that of a state lock file")]
    public void What_is_no_lock_file_of_the_type_is_refused(string lockFile, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => StateMigrations.Cases<Trip>(lockFile)).Message, StringComparison.Ordinal);
}
