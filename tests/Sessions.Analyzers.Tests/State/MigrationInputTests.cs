using Sessions.Analyzers.State;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.State;

public sealed class MigrationInputTests
{
    private static readonly AnalyzerTest Test = new(new MigrationInputAnalyzer(), Generators.All);

    public static TheoryData<string, string, string> Inputs => new()
    {
        { "state[\"at\"] = [|DateTime.UtcNow|];", "the clock", "'DateTime.UtcNow'" },
        { "state[\"at\"] = [|DateTimeOffset.Now|].ToUnixTimeSeconds();", "the clock", "'DateTimeOffset.Now'" },
        { "state[\"day\"] = [|DateTime.Today|].Year;", "the clock", "'DateTime.Today'" },
        { "state[\"at\"] = TimeProvider.System.[|GetUtcNow|]();", "the clock", "'TimeProvider.GetUtcNow'" },
        { "state[\"at\"] = [|Environment.TickCount64|];", "the clock", "'Environment.TickCount64'" },
        { "var watch = [|System.Diagnostics.Stopwatch.StartNew()|]; state[\"took\"] = watch.ElapsedMilliseconds;", "the clock", "'Stopwatch.StartNew'" },
        { "state[\"id\"] = [|Guid.NewGuid()|].ToString();", "chance", "'Guid.NewGuid'" },
        { "state[\"id\"] ??= [|Guid.CreateVersion7()|];", "chance", "'Guid.CreateVersion7'" },
        { "if (state[\"id\"] is null) { state[\"id\"] = [|new Random()|].Next(); }", "chance", "'new Random'" },
        { "state[\"id\"] = [|Random.Shared|].Next();", "chance", "'Random.Shared'" },
        { "state[\"id\"] = [|System.Security.Cryptography.RandomNumberGenerator.GetInt32(10)|];", "chance", "'RandomNumberGenerator.GetInt32'" },
        { "state[\"ids\"] = new JsonArray([.. Enumerable.Range(0, 3).Select(_ => JsonValue.Create([|Guid.NewGuid()|]))]);", "chance", "'Guid.NewGuid'" },
        { "Func<Guid> make = [|Guid.NewGuid|]; state[\"id\"] = make();", "chance", "'Guid.NewGuid'" },
        { "state[\"language\"] = [|System.Globalization.CultureInfo.CurrentCulture|].Name;", "the current culture", "'CultureInfo.CurrentCulture'" },
        { "state[\"price\"] = [|double.Parse((string)state[\"price\"]!)|];", "the current culture", "'double.Parse'" },
        { "if ([|DateTime.TryParse((string?)state[\"at\"], out var at)|]) { state[\"at\"] = at; }", "the current culture", "'DateTime.TryParse'" },
        { "state[\"price\"] = state[\"price\"]!.GetValue<decimal>().[|ToString|]();", "the current culture", "'decimal.ToString'" },
        { "state[\"name\"] = ((string)state[\"name\"]!).[|ToUpper|]();", "the current culture", "'string.ToUpper'" },
        { "state[\"price\"] = [|Convert.ToDouble((string?)state[\"price\"])|];", "the current culture", "'Convert.ToDouble'" },
        { "state[\"notes\"] = [|System.IO.File.ReadAllText(\"notes.txt\")|];", "what is outside of the state", "'File.ReadAllText'" },
        { "state[\"zone\"] = [|TimeZoneInfo.Local|].Id;", "what is outside of the state", "'TimeZoneInfo.Local'" },
        { "state[\"region\"] = [|Environment.GetEnvironmentVariable(\"REGION\")|];", "what is outside of the state", "'Environment.GetEnvironmentVariable'" },
        { "using var client = [|new System.Net.Http.HttpClient()|];", "what is outside of the state", "'new HttpClient'" },
        { "state[\"name\"] = [|Console.ReadLine()|];", "what is outside of the state", "'Console.ReadLine'" },
        { "Add(); void Add() { state[\"at\"] = [|DateTime.UtcNow|]; }", "the clock", "'DateTime.UtcNow'" },
        { "[|Stamp(state)|];", "the clock", "'DateTimeOffset.UtcNow' in 'Stamp'" },
        { "[|StampAll(state)|];", "the clock", "'DateTimeOffset.UtcNow' in 'StampAll'" },
    };

    public static TheoryData<string> Pure =>
    [
        "state[\"visits\"] = 0;",
        "state[\"at\"] = DateTime.UnixEpoch;",
        "state[\"id\"] = Guid.Empty; state[\"other\"] = Guid.Parse(\"0f8fad5b-d9cb-469f-a165-70867728950e\");",
        "state[\"seeded\"] = new Random(42).Next();",
        "state[\"price\"] = double.Parse((string)state[\"price\"]!, System.Globalization.CultureInfo.InvariantCulture);",
        "state[\"at\"] = DateTime.TryParse((string?)state[\"at\"], null, System.Globalization.DateTimeStyles.RoundtripKind, out var at) ? at : null;",
        "state[\"count\"] = int.Parse((string)state[\"count\"]!);",
        "state[\"count\"] = state[\"count\"]!.GetValue<int>().ToString();",
        "state[\"price\"] = state[\"price\"]!.GetValue<double>().ToString(System.Globalization.CultureInfo.InvariantCulture);",
        "state[\"at\"] = state[\"at\"]!.GetValue<DateTime>().ToString(\"O\");",
        "state[\"name\"] = ((string)state[\"name\"]!).ToUpperInvariant();",
        "state[\"name\"] = state[\"name\"]!.ToString();",
        "state[\"name\"] = nameof(DateTime.UtcNow) + Environment.NewLine;",
        "state[\"file\"] = System.IO.Path.GetFileName((string)state[\"file\"]!);",
        "state[\"at\"] = state[\"at\"]!.GetValue<DateTimeOffset>().UtcDateTime;",
        "Rename(state); Rename(state, 3);",
        "Console.WriteLine(state);",
        "Clock.Stamp(state);",
        "state[\"made\"] = Made;",
    ];

    [Theory]
    [MemberData(nameof(Inputs))]
    public Task Hidden_input_is_reported(string code, string input, string by) =>
        Test.Reports(InMigration(code), [$"Migration 'Step' depends on {input}, by {by}, and may read one stored value as two; make what it writes of the stored value alone"]);

    [Theory]
    [MemberData(nameof(Inputs))]
    public Task Hidden_input_is_reported_beside_the_framework(string code, string input, string by) =>
        Test.OnAgentFramework().Reports(InMigration(code), [$"Migration 'Step' depends on {input}, by {by}, and may read one stored value as two; make what it writes of the stored value alone"]);

    [Theory]
    [MemberData(nameof(Pure))]
    public Task Result_of_the_stored_value_alone_is_not(string code) => Test.IsSilent(InMigration(code));

    [Fact]
    public Task Method_that_is_no_migration_is_not() => Test.IsSilent(
        """
        [AgentSessionState]
        public sealed partial record Order
        {
            public Guid Id { get; init; } = Guid.NewGuid();
            public DateTimeOffset At { get; init; } = DateTimeOffset.UtcNow;

            public static Order New() => new() { At = DateTimeOffset.Now };
            public static void Fill(JsonObject state) => state["at"] = DateTime.Now;
        }
        """);

    [Fact]
    public async Task Culture_is_not_where_the_program_has_only_one()
    {
        var compilation = TestCompilation.Create(InMigration("state[\"name\"] = ((string)state[\"name\"]!).ToUpper();"));
        Assert.Empty(await AnalyzerTest.Diagnose(compilation, [new MigrationInputAnalyzer()], build: new BuildProperties(("InvariantGlobalization", "true"))));
        Assert.Single(await AnalyzerTest.Diagnose(compilation, [new MigrationInputAnalyzer()], build: new BuildProperties(("InvariantGlobalization", "false"))));
    }

    private static string InMigration(string code) => $$"""
        [AgentSessionState(Version = 2)]
        public sealed partial record Order
        {
            private static readonly DateTime Made = DateTime.UtcNow;

            public string? Name { get; init; }

            [StateMigration(From = 1)]
            private static void Step(JsonObject state)
            {
                {{code}}
            }

            private static void Stamp(JsonObject state) => state["at"] = DateTimeOffset.UtcNow;

            private static void StampAll(JsonObject state)
            {
                foreach (var (_, order) in state)
                {
                    Stamp(order!.AsObject());
                    StampAll(order.AsObject());
                }
            }

            private static void Rename(JsonObject state, int depth = 1)
            {
                state["title"] = state["name"]?.DeepClone();
                if (depth > 0)
                {
                    Rename(state, depth - 1);
                }
            }
        }

        static class Clock
        {
            public static void Stamp(JsonObject state) => state["at"] = DateTimeOffset.UtcNow;
        }
        """;
}
