using Sessions.Roslyn;

namespace Sessions.Package.Tests;

/// <summary>The rules, from the packed packages, each by the example of its page. Those of the lock file have tests of their own.</summary>
public sealed class RulePagesTests(PackedPackages packages)
{

    // SESS016 is reported where another generator runs, and SESS201 for the project's language version.
    private static readonly string[] Elsewhere = ["SESS016", "SESS201"];

    // What the pages of these show is in words of ours alone.
    private static readonly string[] Ours = ["SESS304", "SESS306", "SESS310", "SESS311", "SESS315", "SESS316"];

    // The examples of these are of the mistakes that the fix leaves to a person.
    private static readonly string[] NotFixed = ["SESS102"];

    private static readonly IReadOnlyList<RulePage> Pages = [.. Directory.EnumerateFiles(Path.Combine(PackedPackages.RepositoryRoot, "docs", "diagnostics"), "SESS*.md")
        .Select(path => new RulePage(path))
        .Where(page => !page.Id.StartsWith("SESS4", StringComparison.Ordinal) && !Elsewhere.Contains(page.Id))
        .OrderBy(page => page.Id, StringComparer.Ordinal)];

    private readonly RuleSolution _solution = new(packages.Copy("Rules"));

    public static TheoryData<string> Fixed => [.. TestScale.Sample([.. Pages.Where(page => page.HasFix && !NotFixed.Contains(page.Id)).Select(page => page.Id)], atLeast: 2)];

    [Fact]
    public async Task Each_is_reported_where_its_page_says_so_unless_a_pragma_or_a_setting_silences_it()
    {
        await _solution.AddAsync("Plain", Pages.Where(page => !IsOfFramework(page)));
        await _solution.AddAsync("Pragma", TestScale.Sample([.. Pages.Where(page => !IsOfFramework(page))]), RuleSilence.Pragma);
        await _solution.AddAsync("Setting", TestScale.Sample([.. Pages.Where(page => !IsOfFramework(page))]), RuleSilence.Setting);

        Assert.Equal(_solution.Expected, await _solution.BuildAsync());
    }

    [Fact]
    public async Task Each_about_turns_is_reported_for_agents_of_Microsoft_Agent_Framework_too()
    {
        await _solution.AddAsync("Theirs", Pages.Where(page => IsOfFramework(page) || (page.Id.StartsWith("SESS3", StringComparison.Ordinal) && !Ours.Contains(page.Id))), isOfFramework: true);

        Assert.Equal(_solution.Expected, await _solution.BuildAsync());
    }

    [Theory]
    [MemberData(nameof(Fixed))]
    public async Task Each_fix_is_applied_on_the_command_line(string id)
    {
        await _solution.AddAsync("Fixed", [Pages.Single(page => page.Id == id)]);
        Assert.Equal(_solution.Expected, await _solution.BuildAsync());

        await _solution.FixAsync(id);

        Assert.Empty(await _solution.BuildAsync());
    }

    /// <summary>What only the framework's types can get wrong.</summary>
    private static bool IsOfFramework(RulePage page) => page.Id.StartsWith("SESS5", StringComparison.Ordinal);
}
