using Microsoft.CodeAnalysis.CodeFixes;
using static Sessions.Analyzers.Tests.Lock.LockTexts;

namespace Sessions.Analyzers.Tests.Lock;

/// <summary>SESS401, 402, 404 to 407 and 409: where they fire, where they stay silent, and what their fixes do.</summary>
public sealed class LockRuleTests
{
    private const string Count = "\"Count\": \"int\"";
    private const string Note = "\"Note\": \"string?\"";

    private static readonly string ShippedFile = File(Entry("A", Shipped(1, "A", Count)));

    [Fact]
    public Task Empty_file_is_reported_once() => LockProject.Reports(
        Empty,
        "[AgentSessionState] public partial record {|SESS401:A|}; [AgentSessionState] public partial record B;",
        "sessions.lock.json is empty and holds nothing to its shape yet; add the assembly's state types as drafts (2)");

    [Fact]
    public Task Empty_file_without_state_types_is_silent() => LockProject.IsSilent(Empty, "public class A; [AgentSessionState(Transient = true)] public partial record B;");

    [Fact]
    public Task Fix_fills_an_empty_file() => LockProject.Fixes(
        Empty,
        "[AgentSessionState] public partial record B(string? Note); [AgentSessionState(Key = \"a\", Version = 3)] public partial record A(int Count);",
        File(Entry("B", Draft(1, "B", Note)), Entry("a", Draft(3, "A", Count))),
        "[AgentSessionState] public partial record B(string? Note); [AgentSessionState(Key = \"a\", Version = 3)] public partial record A(int Count);");

    [Fact]
    public async Task Draft_that_differs_is_reported_and_updated()
    {
        var file = File(Entry("A", Draft(1, "A", Count)), Entry("B", Draft(1, "B", Count)), Entry("C", Draft(1, "C", Count)));
        const string Source = "[AgentSessionState] public partial record {|SESS402:A|}(string? Note); [AgentSessionState] public partial record {|SESS402:B|}(int Count, string? Note); [AgentSessionState] public partial record C(int Count);";
        await LockProject.Reports(file, Source, "Draft version 1 of state 'A' in sessions.lock.json differs from the code", "Draft version 1 of state 'B' in sessions.lock.json differs from the code");
        await LockProject.Fixes(
            file,
            Roslyn.Markup.Remove(Source),
            File(Entry("A", Draft(1, "A", Note)), Entry("B", Draft(1, "B", Count, Note)), Entry("C", Draft(1, "C", Count))),
            Roslyn.Markup.Remove(Source));
    }

    [Fact]
    public Task Draft_of_a_version_that_the_code_took_back_is_removed() => LockProject.Fixes(
        File(Entry("A", Shipped(1, "A", Count), Draft(2, "A", Note))),
        "[AgentSessionState] public partial record A(int Count);",
        ShippedFile,
        "[AgentSessionState] public partial record A(int Count);");

    [Fact]
    public async Task Type_that_is_not_in_the_file_is_reported_and_added()
    {
        const string Source = "[AgentSessionState] public partial record A(int Count); [AgentSessionState] public partial record {|SESS404:B|}(string? Note);";
        await LockProject.Reports(ShippedFile, Source, "Version 1 of state 'B' is not in sessions.lock.json");
        await LockProject.Fixes(ShippedFile, Roslyn.Markup.Remove(Source), File(Entry("A", Shipped(1, "A", Count)), Entry("B", Draft(1, "B", Note))), Roslyn.Markup.Remove(Source));
    }

    [Fact]
    public async Task Version_that_is_not_in_the_file_is_reported_and_added()
    {
        const string Source = "[AgentSessionState(Version = 2)] public partial record {|SESS404:A|}(string? Note) { [StateMigration(From = 1)] static void Step(JsonObject state) { } }";
        await LockProject.Reports(ShippedFile, Source, "Version 2 of state 'A' is not in sessions.lock.json");
        await LockProject.Fixes(ShippedFile, Roslyn.Markup.Remove(Source), File(Entry("A", Shipped(1, "A", Count), Draft(2, "A", Note))), Roslyn.Markup.Remove(Source));
    }

    [Theory]
    [InlineData("(int Count, string? Note)", Count, Note)]
    [InlineData("(int? Count)", "\"Count\": \"int?\"")]
    public async Task Compatible_change_is_reported_and_recorded_as_shipped(string members, params string[] lines)
    {
        var source = $"[AgentSessionState] public partial record {{|SESS405:A|}}{members};";
        await LockProject.Reports(ShippedFile, source, "Shipped version 1 of state 'A' in sessions.lock.json lacks compatible changes of the code");
        await LockProject.Fixes(ShippedFile, Roslyn.Markup.Remove(source), File(Entry("A", Shipped(1, "A", lines))), Roslyn.Markup.Remove(source));
    }

    [Theory]
    [InlineData("[AgentSessionState(Key = \"b\")] public partial record {|SESS406:A|}(int Count);", "'A' was stored under the key 'A' and is now stored under 'b', where its values are not found; set Key = \"A\"")]
    [InlineData("[AgentSessionState] public partial record {|SESS406:B|}(int Count);", "'B' was stored under the key 'A' and is now stored under 'B', where its values are not found; set Key = \"A\"")]
    public Task Key_that_changed_is_reported(string source, string message) => LockProject.Reports(ShippedFile, source, message);

    [Fact]
    public async Task Fix_keeps_the_key_of_a_renamed_type()
    {
        var project = await LockProject.Open(ShippedFile, "[AgentSessionState] public partial record B(int Count);").FixAll();
        project = await project.FixAll();
        Assert.Equal("[AgentSessionState(Key = \"A\")] public partial record B(int Count);", await project.Source(0));
        Assert.Equal(File(Entry("A", Shipped(1, "B", Count))) + "\n", await project.LockText());
    }

    [Fact]
    public async Task Fix_keeps_the_key()
    {
        var project = await LockProject.Open(ShippedFile, "[AgentSessionState(Key = \"b\")] public partial record A(int Count);").FixAll();
        Assert.Equal("[AgentSessionState(Key = \"A\")] public partial record A(int Count);", await project.Source(0));
        Assert.Empty(await project.Diagnose());
    }

    [Fact]
    public async Task Key_that_goes_to_another_type_is_reported_and_left_to_a_person()
    {
        var project = LockProject.Open(ShippedFile, "[AgentSessionState(Key = \"a\")] public partial record A(int Count); [AgentSessionState(Key = \"A\")] public partial record B(int Count);");
        var reused = (await project.Diagnose()).Single(diagnostic => diagnostic.Id == "SESS406");
        Assert.Equal("'B' is stored under the key 'A', under which values of 'A' have shipped; choose another key", reused.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Empty(await project.Offers(reused));
    }

    [Fact]
    public async Task Entry_without_a_type_is_reported_at_the_first_state_type()
    {
        var file = File(Entry("A", Shipped(1, "A", Count)), Entry("Gone", Draft(1, "Gone", Count)));
        const string Source = "public class Z; [AgentSessionState] public partial record {|SESS407:A|}(int Count);";
        await LockProject.Reports(file, Source, "sessions.lock.json has state 'Gone', which no type has; remove the entry");
        await LockProject.Fixes(file, Roslyn.Markup.Remove(Source), ShippedFile, Roslyn.Markup.Remove(Source));
    }

    [Fact]
    public async Task Entry_that_has_shipped_is_left_to_a_person()
    {
        const string Source = "public class {|SESS407:Z|};";
        await LockProject.Reports(ShippedFile, Source, "sessions.lock.json has state 'A', which no type has, and which has shipped; set Key = \"A\" on the type that took its place, or remove the entry by hand");
        var project = LockProject.Open(ShippedFile, Roslyn.Markup.Remove(Source));
        Assert.Empty(await project.Offers((await project.Diagnose())[0]));
    }

    [Fact]
    public async Task Version_that_was_lowered_is_reported_and_raised()
    {
        var file = File(Entry("A", Shipped(2, "A", Count)));
        await LockProject.Reports(file, "[AgentSessionState] public partial record {|SESS409:A|}(int Count);", "'A' is version 1, but version 2 has shipped, whose values could not be read");
        await LockProject.Fixes(file, "[AgentSessionState] public partial record A(int Count);", file, "[AgentSessionState(Version = 2)] public partial record A(int Count);");
    }

    [Theory]
    [InlineData(FixAllScope.Project)]
    [InlineData(FixAllScope.Solution)]
    public async Task Fix_all_reaches_every_document(FixAllScope scope)
    {
        var file = File(Entry("A", Shipped(1, "A", Count)), Entry("B", Shipped(1, "B", Count)));
        var project = await LockProject.Open(
            file,
            "[AgentSessionState] public partial record A(int Total);",
            "[AgentSessionState] public partial record B(int Sum); // the end").FixAll(scope);
        Assert.StartsWith("[AgentSessionState(Version = 2)] public partial record A(int Total)\n{\n    [StateMigration(From = 1)]", await project.Source(0), StringComparison.Ordinal);
        Assert.StartsWith("[AgentSessionState(Version = 2)] public partial record B(int Sum)\n{\n    [StateMigration(From = 1)]", await project.Source(1), StringComparison.Ordinal);
        Assert.EndsWith("} // the end", await project.Source(1), StringComparison.Ordinal);
        Assert.Equal(
            File(Entry("A", Shipped(1, "A", Count), Draft(2, "A", "\"Total\": \"int\"")), Entry("B", Shipped(1, "B", Count), Draft(2, "B", "\"Sum\": \"int\""))) + "\n",
            await project.LockText());
        Assert.Empty(await project.Diagnose());
    }

    [Fact]
    public async Task Fix_all_in_a_document_leaves_the_others()
    {
        var file = File(Entry("A", Draft(1, "A", Note)), Entry("B", Draft(1, "B", Note)), Entry("C", Draft(1, "C", Note)));
        var project = await LockProject.Open(
            file,
            "[AgentSessionState] public partial record A(int Count); [AgentSessionState] public partial record B(int Count);",
            "[AgentSessionState] public partial record C(int Count);").FixAll(FixAllScope.Document);
        Assert.Equal(File(Entry("A", Draft(1, "A", Count)), Entry("B", Draft(1, "B", Count)), Entry("C", Draft(1, "C", Note))) + "\n", await project.LockText());
        Assert.Equal("Source1.cs", Assert.Single(await project.Diagnose()).Location.SourceTree!.FilePath);
    }

    [Fact]
    public async Task Fix_all_in_a_document_changes_its_source_and_the_file()
    {
        const string Other = "[AgentSessionState] public partial record C(int Sum);";
        var file = File(Entry("A", Shipped(1, "A", Count)), Entry("B", Shipped(1, "B", Count)), Entry("C", Shipped(1, "C", Count)));
        var project = await LockProject.Open(
            file,
            "[AgentSessionState] public partial record A(int Total); [AgentSessionState] public partial record B(int Sum);",
            Other).FixAll(FixAllScope.Document);
        var source = await project.Source(0);
        Assert.Contains("[AgentSessionState(Version = 2)] public partial record A(int Total)\n{\n    [StateMigration(From = 1)]", source, StringComparison.Ordinal);
        Assert.Contains("[AgentSessionState(Version = 2)] public partial record B(int Sum)\n{\n    [StateMigration(From = 1)]", source, StringComparison.Ordinal);
        Assert.Equal(Other, await project.Source(1));
        Assert.Equal(
            File(
                Entry("A", Shipped(1, "A", Count), Draft(2, "A", "\"Total\": \"int\"")),
                Entry("B", Shipped(1, "B", Count), Draft(2, "B", "\"Sum\": \"int\"")),
                Entry("C", Shipped(1, "C", Count))) + "\n",
            await project.LockText());
        Assert.Equal("Source1.cs", Assert.Single(await project.Diagnose()).Location.SourceTree!.FilePath);
    }

    [Theory]
    [InlineData(FixAllScope.Project)]
    [InlineData(FixAllScope.Solution)]
    public async Task Fix_all_in_a_solution_reaches_every_project_with_its_own_file(FixAllScope scope)
    {
        const string Source = "[AgentSessionState] public partial record A(int Total);";
        var project = await LockProject.Open(ShippedFile, Source).Beside("Other", ShippedFile, Source).FixAll(scope);
        var other = project.Other("Other");
        Assert.Empty(await project.Diagnose());
        Assert.Equal(File(Entry("A", Shipped(1, "A", Count), Draft(2, "A", "\"Total\": \"int\""))) + "\n", await project.LockText());
        if (scope == FixAllScope.Solution)
        {
            Assert.Equal(await project.Source(0), await other.Source(0));
            Assert.Equal(await project.LockText(), await other.LockText());
        }
        else
        {
            Assert.Equal(Source, await other.Source(0));
            Assert.Equal(ShippedFile + "\n", (await other.LockText()).TrimEnd('\n') + "\n");
        }
    }

    [Fact]
    public Task File_that_agrees_is_silent() => LockProject.IsSilent(ShippedFile, "[AgentSessionState] public partial record A(int Count);");
}
