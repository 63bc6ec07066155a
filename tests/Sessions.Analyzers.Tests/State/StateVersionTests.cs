using Sessions.Analyzers.State;
using Sessions.CodeFixes;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.State;

public sealed class StateVersionTests
{
    private const string Step1 = "[StateMigration(From = 1)] private static void One(JsonObject state) => state.Clear();";
    private const string Step2 = "[StateMigration(From = 2)] internal static void Two(JsonObject state) => state.Clear();";

    private static readonly AnalyzerTest Test = new(new StateVersionAnalyzer(), Generators.All);
    private static readonly CodeFixTest Fix = new(Test, new WriteMigrationsFix());

    [Theory]
    [InlineData(2, "", "1")]
    [InlineData(3, "", "1, 2")]
    [InlineData(3, Step1, "2")]
    [InlineData(3, Step2, "1")]
    [InlineData(5, Step1 + Step2, "3, 4")]
    public Task Version_without_its_step_is_reported(int version, string steps, string missing) => Test.Reports(
        $$"""[AgentSessionState(Version = {{version}})] partial record [|Preferences|] { {{steps}} }""",
        [$"Session state 'Preferences' is of version {version} and has no migration from version {missing}"]);

    [Fact]
    public Task Second_step_from_one_version_is_reported() => Test.Reports(
        $$"""
        [AgentSessionState(Version = 2)]
        partial record Preferences
        {
            {{Step1}}
            [StateMigration(From = 1)] private static void {|SESS005:Again|}(JsonObject state) => state.Clear();
        }
        """,
        ["Migration 'Again' steps from version 1, from which 'One' steps already; keep one"]);

    [Theory]
    [InlineData("", "(From = {|SESS006:1|})", "'Preferences' is of version 1, the first; raise Version, or remove the method")]
    [InlineData("", "(From = {|SESS006:-1|})", "'Preferences' is of version 1, the first; raise Version, or remove the method")]
    [InlineData("Version = 2", "(From = {|SESS006:2|})", "'Preferences' is of version 2, so From must be 1")]
    [InlineData("Version = 3", "(From = {|SESS006:0|})", "'Preferences' is of version 3, so From must be from 1 to 2")]
    public Task Step_from_no_earlier_version_is_reported(string version, string from, string reason) => Test.Reports(
        $$"""
        [AgentSessionState({{version}})]
        partial record Preferences
        {
            [StateMigration{{from}}] private static void Extra(JsonObject state) => state.Clear();
            {{(version.Length > 0 ? Step1 : "")}}
            {{(version.EndsWith('3') ? Step2 : "")}}
        }
        """,
        [$"Migration 'Extra' is never run: {reason}"]);

    [Fact]
    public Task Step_without_a_version_is_reported_at_its_attribute() => Test.Reports(
        "[AgentSessionState] partial record Preferences { [{|SESS006:StateMigration|}] private static void Extra(JsonObject state) => state.Clear(); }",
        ["Migration 'Extra' is never run: 'Preferences' is of version 1, the first; raise Version, or remove the method"]);

    [Fact]
    public Task Step_of_transient_state_is_reported() => Test.Reports(
        "[AgentSessionState(Transient = true, Version = 2)] partial record Preferences { [StateMigration(From = 1)] private static void {|SESS006:One|}(JsonObject state) => state.Clear(); }",
        ["Migration 'One' is never run: transient state is never stored; remove the method"]);

    [Theory]
    [InlineData("partial record Preferences")]
    [InlineData("abstract class Preferences")]
    [InlineData("struct Preferences")]
    [InlineData("interface Preferences")]
    public Task Step_of_what_is_no_state_is_reported(string type) => Test.Reports(
        $$"""
        {{type}}
        {
            [StateMigration(From = 1)] private static void {|SESS006:One|}(JsonObject state) => state.Clear();
        }
        [AgentSessionState(Version = 2)] partial record Other { {{Step1}} }
        """,
        ["Migration 'One' is never run: 'Preferences' has no [AgentSessionState]; add it, or move the method to the type that has"]);

    [Theory]
    [InlineData("void {|SESS007:One|}(JsonObject state) => state.Clear();")]
    [InlineData("static int {|SESS007:One|}(JsonObject state) => state.Count;")]
    [InlineData("static JsonObject {|SESS007:One|}(JsonObject state) => state;")]
    [InlineData("static Task {|SESS007:One|}(JsonObject state) => Task.FromResult(state);")]
    [InlineData("static async void {|SESS007:One|}(JsonObject state) => await Task.FromResult(state);")]
    [InlineData("static void {|SESS007:One|}() { }")]
    [InlineData("static void {|SESS007:One|}(JsonNode state) => state.ToString();")]
    [InlineData("static void {|SESS007:One|}(JsonElement state) => state.ToString();")]
    [InlineData("static void {|SESS007:One|}(ref JsonObject state) => state.Clear();")]
    [InlineData("static void {|SESS007:One|}(JsonObject state, int version) => state.Clear();")]
    [InlineData("static void {|SESS007:One|}<T>(JsonObject state) => state.Clear();")]
    public Task Step_that_cannot_be_called_is_reported(string method) => Test.Reports(
        $$"""[AgentSessionState(Version = 2)] partial record Preferences { [StateMigration(From = 1)] public {{method}} }""",
        ["Migration 'One' must be a method of the form 'static void One(JsonObject state)'"]);

    [Theory]
    [InlineData("0")]
    [InlineData("-7")]
    public Task Version_below_one_is_reported_alone(string version) => Test.Reports(
        $$"""[AgentSessionState(Version = {|SESS008:{{version}}|})] partial record Preferences { {{Step1}} }""",
        [$"Version {version} of session state 'Preferences' is less than 1, the first version"]);

    [Theory]
    [InlineData("[AgentSessionState] partial record Preferences;")]
    [InlineData("[AgentSessionState(Version = 1)] partial record Preferences;")]
    [InlineData("[AgentSessionState(Version = 3)] partial record Preferences { " + Step2 + Step1 + " }")]
    [InlineData("[AgentSessionState(Version = 2)] partial record Preferences { " + Step1 + " private static int Helper(int x) => x; }")]
    [InlineData("[AgentSessionState(Version = 2)] partial record Preferences; partial record Preferences { " + Step1 + " }")]
    [InlineData("[AgentSessionState(Transient = true, Version = 5)] partial record Preferences;")]
    [InlineData("[AgentSessionState(Version = 2)] abstract partial record Preferences;")]
    [InlineData("[AgentSessionState(Version = 2)] abstract partial record Preferences { " + Step1 + " }")]
    [InlineData("class Preferences { [Obsolete] public static void One(JsonObject state) => state.Clear(); }")]
    public Task Complete_chain_is_not(string source) => Test.IsSilent(source);

    [Fact]
    public Task Fix_does_not_take_a_name_that_is_taken() => Fix.Fixes(
        """
        [AgentSessionState(Version = 2)]
        public sealed partial record [|MigrateFrom1|]
        {
            public int MigrateFrom1_ { get; init; }
        }
        """,
        """
        [AgentSessionState(Version = 2)]
        public sealed partial record MigrateFrom1
        {
            public int MigrateFrom1_ { get; init; }

            [StateMigration(From = 1)]
            private static void MigrateFrom1__(JsonObject state)
            {
                // Change 'state' from what version 1 stored to what the next version reads. Leave this empty if nothing has to change.
            }
        }
        """);

    [Fact]
    public Task Fix_writes_the_missing_steps() => Fix.Fixes(
        $$"""
        [AgentSessionState(Version = 4)]
        public sealed partial record [|Preferences|]
        {
            public string? Name { get; init; }

            {{Step2}}
        }

        [AgentSessionState(Version = 2)]
        public sealed partial record [|Other|](string Name);
        """,
        $$"""
        [AgentSessionState(Version = 4)]
        public sealed partial record Preferences
        {
            public string? Name { get; init; }

            {{Step2}}

            [StateMigration(From = 1)]
            private static void MigrateFrom1(JsonObject state)
            {
                // Change 'state' from what version 1 stored to what the next version reads. Leave this empty if nothing has to change.
            }

            [StateMigration(From = 3)]
            private static void MigrateFrom3(JsonObject state)
            {
                // Change 'state' from what version 3 stored to what the next version reads. Leave this empty if nothing has to change.
            }
        }

        [AgentSessionState(Version = 2)]
        public sealed partial record Other(string Name)
        {
            [StateMigration(From = 1)]
            private static void MigrateFrom1(JsonObject state)
            {
                // Change 'state' from what version 1 stored to what the next version reads. Leave this empty if nothing has to change.
            }
        }
        """);
}
