namespace Sessions.Testing.Tests.Guide;

public class TripMigrationTests
{
    private static readonly IReadOnlyList<ConformanceCase> Cases = StateMigrations.Cases<Trip>(
        File.ReadAllText("sessions.lock.json"),
        check: (version, trip) => Assert.NotNull(trip.City),
        values: [(2, """{"City":"Rome"}""")]);

    public static TheoryData<string> Names { get; } = [.. Cases.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public Task It_can_still_be_read(string name) => Cases.Single(one => one.Name == name).RunAsync();
}
