using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests;

/// <summary>Each rule is documented, and what documents it says what the rule says.</summary>
public sealed partial class DocumentationTests
{
    private const string TableStart = "<!-- diagnostics -->\n";
    private const string TableEnd = "<!-- /diagnostics -->";

    private static readonly string[] Sections =
    [
        "## Cause",
        "## Why it matters",
        "## Code that is reported",
        "## Code that is not",
        "## How to fix it",
        "## When to suppress it",
        "## Known limitations",
    ];

    public static TheoryData<string> Ids => [.. AnalyzerCatalog.Descriptors.Select(descriptor => descriptor.Id)];

    [Fact]
    public void Every_descriptor_belongs_to_an_analyzer()
    {
        var described = typeof(Descriptors).GetFields().Select(field => ((DiagnosticDescriptor)field.GetValue(null)!).Id);
        Assert.Equal(described.Order(StringComparer.Ordinal), AnalyzerCatalog.Descriptors.Select(descriptor => descriptor.Id));
    }

    [Fact]
    public void Every_fix_can_fix_all() => Assert.All(AnalyzerCatalog.Fixes, fix => Assert.NotNull(fix.GetFixAllProvider()));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Rule_has_a_page_on_the_template(string id)
    {
        var descriptor = Find(id);
        var page = Repository.Read("docs", "diagnostics", id + ".md");
        Assert.StartsWith($"# {id}: {descriptor.Title}\n", page, StringComparison.Ordinal);
        Assert.Contains($"| Category | {descriptor.Category} |", page, StringComparison.Ordinal);
        Assert.Contains($"| Severity | {descriptor.DefaultSeverity} |", page, StringComparison.Ordinal);
        Assert.Equal(Sections, Heading().Matches(page).Select(match => match.Value));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Rule_links_to_its_page(string id) =>
        Assert.Equal($"https://github.com/sessions-dotnet/sessions/blob/main/docs/diagnostics/{id}.md", Find(id).HelpLinkUri);

    [Fact]
    public void Release_tracking_lists_every_rule()
    {
        var rows = AnalyzerCatalog.Descriptors.Select(descriptor => $"{descriptor.Id} | {descriptor.Category} | {descriptor.DefaultSeverity} | {descriptor.Title}");
        var tracked = Repository.Read("src", "Sessions.Analyzers", "AnalyzerReleases.Unshipped.md").Split('\n');
        Assert.Equal(rows, tracked.Where(line => line.StartsWith("SESS", StringComparison.Ordinal)));
    }

    [Fact]
    public void Readme_lists_every_rule()
    {
        var readme = Repository.Read("README.md");
        var start = readme.IndexOf(TableStart, StringComparison.Ordinal) + TableStart.Length;
        var end = readme.IndexOf(TableEnd, start, StringComparison.Ordinal);
        Assert.True(readme[start..end] == ReadmeTable(), "The table of README.md, between its two marks, must be:\n" + ReadmeTable());
    }

    [Fact]
    public void Index_lists_every_rule_by_its_subject()
    {
        if (Environment.GetEnvironmentVariable("SESSIONS_WRITE_DOCS") == "1")
        {
            File.WriteAllText(Path.Combine([Repository.Root, .. DiagnosticIndex.FilePath]), DiagnosticIndex.Text);
        }

        Assert.True(
            Repository.Read(DiagnosticIndex.FilePath) == DiagnosticIndex.Text,
            $"{Path.Combine(DiagnosticIndex.FilePath)} is not what the rules say. With SESSIONS_WRITE_DOCS=1, this test writes it.");
    }

    [Fact]
    public void Readme_shows_what_the_compiler_says()
    {
        var shown = Shown().Matches(Repository.Read("README.md"));

        Assert.Equal(3, shown.Count);
        Assert.All(shown, line =>
        {
            var descriptor = Find(line.Groups["id"].Value);
            Assert.Equal(descriptor.DefaultSeverity.ToString(), line.Groups["severity"].Value, ignoreCase: true);
            var message = Regex.Replace(Regex.Escape(descriptor.MessageFormat.ToString(CultureInfo.InvariantCulture)), @"\\\{\d}", ".+");
            Assert.Matches($"^{message}$", line.Groups["message"].Value);
        });
    }

    private static string ReadmeTable()
    {
        var rows = AnalyzerCatalog.Descriptors.Select(descriptor =>
            $"| [{descriptor.Id}](docs/diagnostics/{descriptor.Id}.md) | {descriptor.DefaultSeverity} | {descriptor.Title} | {(AnalyzerCatalog.FixableIds.Contains(descriptor.Id) ? "yes" : "")} |\n");
        return $"""
            | Id | Severity | What is reported | Fix |
            | --- | --- | --- | --- |
            {string.Concat(rows)}
            """;
    }

    private static DiagnosticDescriptor Find(string id) => AnalyzerCatalog.Descriptors.Single(descriptor => descriptor.Id == id);

    [GeneratedRegex(@"^\w+\.cs\(\d+,\d+\): (?<severity>\w+) (?<id>SESS\d+): (?<message>.*)$", RegexOptions.Multiline)]
    private static partial Regex Shown();

    [GeneratedRegex("^## .*$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
