using Microsoft.CodeAnalysis.CodeFixes;
using static Sessions.Analyzers.Tests.Lock.LockTexts;

namespace Sessions.Analyzers.Tests.Lock;

/// <summary>SESS401, 402, 404 to 407 and 409: where they fire, where they stay silent, and what their fixes do.</summary>
public sealed class LockRuleTests
{
    private const string Count = "\"Count\": \"int\"";
    private const string Note = "\"Note\": \"string?\"";
    private const string Sum = "\"Sum\": \"int\"";
    private const string Total = "\"Total\": \"int\"";

    private static readonly string ShippedFile = File(Entry("A", Shipped(1, "A", Count)));

    [Fact]
    public Task Empty_file_is_reported_once() => LockTest.Reports(
        Empty,
        "[AgentSessionState] public partial record {|SESS401:A|}; [AgentSessionState] public partial record B;",
        "sessions.lock.json is empty and holds nothing to its shape yet; add the assembly's state types as drafts (2)");

    [Fact]
    public Task Empty_file_without_state_types_is_silent() => LockTest.IsSilent(Empty, "public class A; [AgentSessionState(Transient = true)] public partial record B;");

    [Fact]
    public Task Fix_fills_an_empty_file() => LockTest.Fixes(
        Empty,
        "[AgentSessionState] public partial record B(string? Note); [AgentSessionState(Key = \"a\", Version = 3)] public partial record {|SESS401:A|}(int Count);",
        File(Entry("B", Draft(1, "B", Note)), Entry("a", Draft(3, "A", Count))),
        "[AgentSessionState] public partial record B(string? Note); [AgentSessionState(Key = \"a\", Version = 3)] public partial record A(int Count);");

    [Fact]
    public async Task Draft_that_differs_is_reported_and_updated()
    {
        var file = File(Entry("A", Draft(1, "A", Count)), Entry("B", Draft(1, "B", Count)), Entry("C", Draft(1, "C", Count)));
        const string Source = "[AgentSessionState] public partial record {|SESS402:A|}(string? Note); [AgentSessionState] public partial record {|SESS402:B|}(int Count, string? Note); [AgentSessionState] public partial record C(int Count);";
        await LockTest.Reports(file, Source, "Draft version 1 of state 'A' in sessions.lock.json differs from the code", "Draft version 1 of state 'B' in sessions.lock.json differs from the code");
        await LockTest.Fixes(
            file,
            Source,
            File(Entry("A", Draft(1, "A", Note)), Entry("B", Draft(1, "B", Count, Note)), Entry("C", Draft(1, "C", Count))),
            Source);
    }

    [Fact]
    public Task Draft_of_a_version_that_the_code_took_back_is_removed() => LockTest.Fixes(
        File(Entry("A", Shipped(1, "A", Count), Draft(2, "A", Note))),
        "[AgentSessionState] public partial record {|SESS402:A|}(int Count);",
        ShippedFile,
        "[AgentSessionState] public partial record A(int Count);");

    [Fact]
    public async Task Type_that_is_not_in_the_file_is_reported_and_added()
    {
        const string Source = "[AgentSessionState] public partial record A(int Count); [AgentSessionState] public partial record {|SESS404:B|}(string? Note);";
        await LockTest.Reports(ShippedFile, Source, "Version 1 of state 'B' is not in sessions.lock.json");
        await LockTest.Fixes(ShippedFile, Source, File(Entry("A", Shipped(1, "A", Count)), Entry("B", Draft(1, "B", Note))), Source);
    }

    [Fact]
    public async Task Version_that_is_not_in_the_file_is_reported_and_added()
    {
        const string Source = "[AgentSessionState(Version = 2)] public partial record {|SESS404:A|}(string? Note) { [StateMigration(From = 1)] static void Step(JsonObject state) { } }";
        await LockTest.Reports(ShippedFile, Source, "Version 2 of state 'A' is not in sessions.lock.json");
        await LockTest.Fixes(ShippedFile, Source, File(Entry("A", Shipped(1, "A", Count), Draft(2, "A", Note))), Source);
    }

    [Theory]
    [InlineData("(int Count, string? Note)", Count, Note)]
    [InlineData("(int? Count)", "\"Count\": \"int?\"")]
    public async Task Compatible_change_is_reported_and_recorded_as_shipped(string members, params string[] lines)
    {
        var source = $"[AgentSessionState] public partial record {{|SESS405:A|}}{members};";
        await LockTest.Reports(ShippedFile, source, "Shipped version 1 of state 'A' in sessions.lock.json lacks compatible changes of the code");
        await LockTest.Fixes(ShippedFile, source, File(Entry("A", Shipped(1, "A", lines))), source);
    }

    [Theory]
    [InlineData("[AgentSessionState(Key = \"b\")] public partial record {|SESS406:A|}(int Count);", "'A' was stored under the key 'A' and is now stored under 'b', where its values are not found; set Key = \"A\"")]
    [InlineData("[AgentSessionState] public partial record {|SESS406:B|}(int Count);", "'B' was stored under the key 'A' and is now stored under 'B', where its values are not found; set Key = \"A\"")]
    public Task Key_that_changed_is_reported(string source, string message) => LockTest.Reports(ShippedFile, source, message);

    [Fact]
    public Task Fix_keeps_the_key_of_a_renamed_type() => LockTest.Fixes(
        ShippedFile,
        "[AgentSessionState] public partial record {|SESS406:B|}(int Count);",
        File(Entry("A", Shipped(1, "B", Count))),
        "[AgentSessionState(Key = \"A\")] public partial record B(int Count);",
        rounds: 2);

    [Fact]
    public Task Fix_keeps_the_key() => LockTest.Fixes(
        ShippedFile,
        "[AgentSessionState(Key = \"b\")] public partial record {|SESS406:A|}(int Count);",
        ShippedFile,
        "[AgentSessionState(Key = \"A\")] public partial record A(int Count);");

    [Fact]
    public async Task Key_that_goes_to_another_type_is_reported_and_left_to_a_person()
    {
        const string New = "[AgentSessionState(Key = \"a\")] public partial record {|SESS404:A|}(int Count); ";
        const string Reused = "[AgentSessionState(Key = \"A\")] public partial record {|SESS406:B|}(int Count);";
        await LockTest.Reports(ShippedFile, New + Reused, "Version 1 of state 'a' is not in sessions.lock.json", "'B' is stored under the key 'A', under which values of 'A' have shipped; choose another key");
        await LockTest.OffersNothing(
            File(Entry("A", Shipped(1, "A", Count)), Entry("a", Draft(1, "A", Count))),
            New.Replace("{|SESS404:A|}", "A", StringComparison.Ordinal) + Reused);
    }

    [Fact]
    public async Task Entry_without_a_type_is_reported_at_the_first_state_type()
    {
        var file = File(Entry("A", Shipped(1, "A", Count)), Entry("Gone", Draft(1, "Gone", Count)));
        const string Source = "public class Z; [AgentSessionState] public partial record {|SESS407:A|}(int Count);";
        await LockTest.Reports(file, Source, "sessions.lock.json has state 'Gone', which no type has; remove the entry");
        await LockTest.Fixes(file, Source, ShippedFile, Source);
    }

    [Fact]
    public async Task Entry_that_has_shipped_is_left_to_a_person()
    {
        const string Source = "public class {|SESS407:Z|};";
        await LockTest.Reports(ShippedFile, Source, "sessions.lock.json has state 'A', which no type has, and which has shipped; set Key = \"A\" on the type that took its place, or remove the entry by hand");
        await LockTest.OffersNothing(ShippedFile, Source);
    }

    [Fact]
    public async Task Version_that_was_lowered_is_reported_and_raised()
    {
        var file = File(Entry("A", Shipped(2, "A", Count)));
        await LockTest.Reports(file, "[AgentSessionState] public partial record {|SESS409:A|}(int Count);", "'A' is version 1, but version 2 has shipped, whose values could not be read");
        await LockTest.Fixes(file, "[AgentSessionState] public partial record {|SESS409:A|}(int Count);", file, "[AgentSessionState(Version = 2)] public partial record A(int Count);");
    }

    [Fact]
    public Task Fix_all_reaches_every_document() => LockTest.Fixes(
        new LockProject(
            File(Entry("A", Shipped(1, "A", Count)), Entry("B", Shipped(1, "B", Count))),
            Changed("A", "Total"),
            Changed("B", "Sum") + " // the end"),
        new LockProject(
            File(Entry("A", Shipped(1, "A", Count), Draft(2, "A", Total)), Entry("B", Shipped(1, "B", Count), Draft(2, "B", Sum))),
            Migrated("A", "Total"),
            Migrated("B", "Sum") + " // the end"));

    [Fact]
    public Task Fix_all_in_a_document_leaves_the_others()
    {
        const string A = "[AgentSessionState] public partial record A(int Count); ";
        const string B = "[AgentSessionState] public partial record B(int Count);";
        const string C = "[AgentSessionState] public partial record {|SESS402:C|}(int Count);";
        return LockTest.FixesOnce(
            FixAllScope.Document,
            [new(File(Entry("A", Draft(1, "A", Note)), Entry("B", Draft(1, "B", Note)), Entry("C", Draft(1, "C", Note))), Reported(A, "SESS402") + Reported(B, "SESS402"), C)],
            [new(File(Entry("A", Draft(1, "A", Count)), Entry("B", Draft(1, "B", Note)), Entry("C", Draft(1, "C", Note))), A + Reported(B, "SESS402"), C)],
            [new(File(Entry("A", Draft(1, "A", Count)), Entry("B", Draft(1, "B", Count)), Entry("C", Draft(1, "C", Note))), A + B, C)]);
    }

    [Fact]
    public Task Fix_all_in_a_document_changes_its_source_and_the_file()
    {
        var (a, b, c) = (Changed("A", "Total") + "\n", Changed("B", "Sum"), Changed("C", "Sum"));
        return LockTest.FixesOnce(
            FixAllScope.Document,
            [new(File(Entry("A", Shipped(1, "A", Count)), Entry("B", Shipped(1, "B", Count)), Entry("C", Shipped(1, "C", Count))), a + b, c)],
            [new(File(Entry("A", Shipped(1, "A", Count), Draft(2, "A", Total)), Entry("B", Shipped(1, "B", Count)), Entry("C", Shipped(1, "C", Count))), Migrated("A", "Total") + "\n" + b, c)],
            [new(File(Entry("A", Shipped(1, "A", Count), Draft(2, "A", Total)), Entry("B", Shipped(1, "B", Count), Draft(2, "B", Sum)), Entry("C", Shipped(1, "C", Count))), Migrated("A", "Total") + "\n" + Migrated("B", "Sum"), c)]);
    }

    [Theory]
    [InlineData(FixAllScope.Project)]
    [InlineData(FixAllScope.Solution)]
    public Task Fix_all_in_a_solution_reaches_every_project_with_its_own_file(FixAllScope scope)
    {
        var changed = new LockProject(ShippedFile, Changed("A", "Total"));
        var migrated = new LockProject(File(Entry("A", Shipped(1, "A", Count), Draft(2, "A", Total))), Migrated("A", "Total"));
        return LockTest.FixesOnce(scope, [changed, changed], [migrated, changed], scope == FixAllScope.Solution ? [migrated, migrated] : [migrated, changed]);
    }

    [Fact]
    public Task File_that_agrees_is_silent() => LockTest.IsSilent(ShippedFile, "[AgentSessionState] public partial record A(int Count);");

    private static string Reported(string source, string id) => source.Replace("record ", $"record {{|{id}:", StringComparison.Ordinal).Replace("(", "|}(", StringComparison.Ordinal);

    private static string Changed(string type, string member) => $$"""
        [AgentSessionState]
        public partial record {|SESS403:{{type}}|}(int {{member}});
        """;

    private static string Migrated(string type, string member) => $$"""
        [AgentSessionState(Version = 2)]
        public partial record {{type}}(int {{member}})
        {
            [StateMigration(From = 1)]
            private static void MigrateFrom1(JsonObject state)
            {
                if (state.TryGetPropertyValue("Count", out var value))
                {
                    state.Remove("Count");
                    state["{{member}}"] = value;
                }
            }
        }
        """;
}
