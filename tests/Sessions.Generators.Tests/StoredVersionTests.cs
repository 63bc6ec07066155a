using System.Text.Json;
using Sessions.Agents;
using Sessions.Roslyn;

namespace Sessions.Generators.Tests;

/// <summary>Values that past versions of a type have stored are read by the generated steps.</summary>
public class StoredVersionTests
{
    private const string Traveller = """
        [AgentSessionState(Version = 3)]
        public sealed partial record Traveller
        {
            public string FullName { get; init; } = "";
            public ImmutableArray<string> Stops { get; init; } = [];

            [StateMigration(From = 2)]
            private static void CountToStops(JsonObject state)
            {
                state["FullName"] = state["Name"]?.DeepClone();
                state.Remove("Name");
                state["Stops"] = new JsonArray([.. Enumerable.Repeat("", (int)state["Stops"]!).Select(stop => (JsonNode)stop)]);
            }

            [StateMigration(From = 1)]
            private static void @checked(JsonObject state)
            {
                state["Name"] = $"{state["First"]} {state["Last"]}";
                state.Remove("First");
                state.Remove("Last");
            }
        }

        public static class Program
        {
            public static string Read(AgentSession session) => $"{session.GetTraveller().FullName}, {session.GetTraveller().Stops.Length} stops";

            public static void Touch(AgentSession session) => session.UpdateTraveller(traveller => traveller with { FullName = traveller.FullName + "!" });
        }
        """;

    private static readonly Lazy<LoadedAssembly> Assembly = new(() => Generate.Load(Traveller));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Every_past_version_is_read_and_written_back_as_the_present_one(int version)
    {
        var stored = await File.ReadAllTextAsync(Repository.Path("tests", "Sessions.Generators.Tests", "StoredVersions", $"Traveller.{version}.json"), TestContext.Current.CancellationToken);
        var session = await Stored.SessionAsync("Traveller", version, stored);

        Assert.Equal("Ann Lee, 2 stops", await Assembly.Value.RunAsync("Program", "Read", session));
        await Assembly.Value.RunAsync("Program", "Touch", session);
        Assert.True(session.State.TryGetJson("Traveller", out var json));
        Assert.Equal("""{"FullName":"Ann Lee!","Stops":["",""]}""", json.GetRawText());
    }

    [Fact]
    public async Task A_newer_version_is_refused()
    {
        var session = await Stored.SessionAsync("Traveller", 4, "{}");

        await Assert.ThrowsAsync<SessionStateVersionException>(() => Assembly.Value.RunAsync("Program", "Read", session));
    }

    [Fact]
    public async Task A_step_that_is_not_there_is_named()
    {
        using var assembly = Generate.Load("""
            [AgentSessionState(Version = 3)]
            public sealed partial record Gap { [StateMigration(From = 1)] private static void One(JsonObject state) => state.Clear(); }
            public static class Program { public static Gap Read(AgentSession session) => session.GetGap(); }
            """);
        var session = await Stored.SessionAsync("Gap", 1, "{}");

        var error = await Assert.ThrowsAsync<SessionFormatException>(() => assembly.RunAsync("Program", "Read", session));
        Assert.Contains("There is no migration from version 2. Add a method with [StateMigration(From = 2)].", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[StateMigration(From = 1)] private static int Wrong(JsonObject state) => state.Count;")]
    [InlineData("[StateMigration(From = 2)] private static void Beyond(JsonObject state) => state.Clear();")]
    [InlineData("[StateMigration(From = 0)] private static void Before(JsonObject state) => state.Clear();")]
    [InlineData("[StateMigration] private static void Nowhere(JsonObject state) => state.Clear();")]
    [InlineData("[StateMigration(From = 1)] private void Instance(JsonObject state) => state.Clear();")]
    [InlineData("[StateMigration(From = 1)] private static void Generic<T>(JsonObject state) => state.Clear();")]
    [InlineData("[StateMigration(From = 1)] private static void ByReference(ref JsonObject state) => state.Clear();")]
    public void A_step_that_cannot_be_taken_is_not_called(string step)
    {
        var run = Generate.From($"#pragma warning disable IDE0051\n[AgentSessionState(Version = 2)] public sealed partial record P {{ {step} }}");

        run.Output.AssertCompiles();
        Assert.DoesNotContain("MigrateState", run.Source("State.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_two_steps_from_one_version_the_first_is_called()
    {
        var run = Generate.From("[AgentSessionState(Version = 2)] public sealed partial record P { [StateMigration(From = 1)] private static void A(JsonObject s) => s.Clear(); [StateMigration(From = 1)] private static void B(JsonObject s) => s.Clear(); }");

        run.Output.AssertCompiles();
        Assert.Contains("A(state);", run.Source("State.g.cs"), StringComparison.Ordinal);
        Assert.DoesNotContain("B(state);", run.Source("State.g.cs"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7, 7)]
    [InlineData(0, 1)]
    [InlineData(-3, 1)]
    public void The_version_is_the_given_one_or_one(int given, int expected) =>
        Assert.Contains($"StateVersion => {expected};", Generate.From($"[AgentSessionState(Version = {given})] public sealed partial record P;").Source("State.g.cs"), StringComparison.Ordinal);
}
