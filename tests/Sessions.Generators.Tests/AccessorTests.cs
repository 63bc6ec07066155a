using Microsoft.CodeAnalysis.CSharp;
using Sessions.Roslyn;

namespace Sessions.Generators.Tests;

public class AccessorTests
{
    private const string DesignType = """
        [AgentSessionState]                     // optional: Key = "travel", Version = 2, Accessor = "Travel", Transient = true, JsonContext = typeof(…)
        public sealed partial record TravelPreferences
        {
            public string? UserName { get; init; }
            public ImmutableArray<string> Interests { get; init; } = [];
        }
        """;

    private const string DesignUse = """
        TravelPreferences p = session.GetTravelPreferences();                 // the stored value, or a new one
        session.SetTravelPreferences(p with { UserName = "Alice" });
        session.UpdateTravelPreferences(s => s with { Interests = s.Interests.Add("hiking") });
        bool had = session.TryGetTravelPreferences(out var stored);
        session.ClearTravelPreferences();
        """;

    private const string DesignProperty = """
        session.TravelPreferences = session.TravelPreferences with { UserName = "Bob" };   // where language and compiler have extension members (C# 14)
        """;

    private const string DesignGeneric = """
        TravelPreferences same = session.State.Get<TravelPreferences>();      // the generic form; State.Get<string>() does not compile
        """;

    public const string Session = """
        public sealed class TestSession() : AgentSession(new SessionKey("tenant", "session"), "agent", DateTimeOffset.UnixEpoch);
        """;

    [Theory]
    [InlineData(LanguageVersion.CSharp14, "Bob")]
    [InlineData(LanguageVersion.CSharp12, null)]
    public async Task The_snippet_of_the_design_runs(LanguageVersion languageVersion, string? expectedName)
    {
        var source = DesignType + $$"""

            public static class Program
            {
                public static (string?, bool, string, string?) Run()
                {
                    AgentSession session = new TestSession();
                    {{DesignUse}}
                    {{(languageVersion == LanguageVersion.CSharp14 ? DesignProperty : "")}}
                    {{DesignGeneric}}
                    return (p.UserName, had, stored!.UserName + " " + string.Join(",", stored.Interests), same.UserName);
                }
            }
            """;
        using var assembly = new LoadedAssembly(Generate.From(languageVersion, source, Session).Output);

        Assert.Equal(((string?)null, true, "Alice hiking", expectedName), await assembly.RunAsync("Program", "Run"));
    }

    [Fact]
    public void A_type_that_is_no_state_does_not_compile_in_the_generic_form() =>
        Assert.Contains(
            Generate.From("class C { void M(AgentSession session) => session.State.Get<string>(); }").Output.GetDiagnostics(TestContext.Current.CancellationToken),
            diagnostic => diagnostic.Id == "CS0311");

    [Fact]
    public async Task A_type_that_cannot_be_made_without_arguments_is_null_until_it_is_set()
    {
        using var assembly = Generate.Load(
            """
            [AgentSessionState]
            public sealed partial record Account(string Number);

            public static class Program
            {
                public static (bool, string, string, bool) Run()
                {
                    var session = new TestSession();
                    var absent = session.GetAccount() is null && !session.TryGetAccount(out _);
                    Account added = session.UpdateAccount(account => account ?? new Account("1"));
                    Account updated = session.UpdateAccount(account => account! with { Number = account.Number + "2" });
                    return (absent, added.Number, updated.Number, session.ClearAccount());
                }
            }
            """,
            Session);

        Assert.Equal((true, "1", "12", true), await assembly.RunAsync("Program", "Run"));
    }

    [Theory]
    [InlineData("partial record Prefs(string Name);", false)]
    [InlineData("partial record Prefs(string? Name = null);", true)]
    [InlineData("partial record Prefs { public required string Name { get; init; } }", false)]
    [InlineData("partial class Prefs { public required string Name { get; set; } [System.Diagnostics.CodeAnalysis.SetsRequiredMembers] public Prefs() => Name = \"\"; }", true)]
    [InlineData("partial class Prefs { private Prefs() { } [System.Text.Json.Serialization.JsonConstructor] public Prefs(int x) => X = x; public int X { get; } }", true)]
    [InlineData("partial class Prefs { public Prefs(int x = 0) => X = x; public Prefs(long y = 0) => X = (int)y; public int X { get; } }", false)]
    public void The_extension_property_exists_where_the_type_has_a_default(string type, bool hasDefault)
    {
        var run = Generate.From($"[AgentSessionState] public sealed {type}");
        using var assembly = new LoadedAssembly(run.Output);

        Assert.Equal(hasDefault, run.Source("State.g.cs").Contains("extension("));
        Assert.Equal(hasDefault, State.Create(assembly, "Prefs") is not null);
    }

    [Fact]
    public void The_accessors_are_named_by_the_attribute_and_stored_under_its_key()
    {
        var run = Generate.From(
            """
            namespace App;
            [AgentSessionState(Key = "travel \"prefs\"", Accessor = "Travel")]
            internal sealed partial record TravelPreferences;
            static class Use { static void M(AgentSession session) => session.UpdateTravel(value => value); }
            """);

        run.Output.AssertCompiles();
        Assert.Contains("""StateKey => "travel \"prefs\"";""", run.Source("State.g.cs"));
        Assert.Contains("internal static class TravelPreferencesSessionExtensions", run.Source("State.g.cs"));
    }
}
