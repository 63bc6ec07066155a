using System.Text.RegularExpressions;

namespace Sessions.Generators.Tests;

/// <summary>The page of reported failures names the tests that there are.</summary>
public partial class ReportedFailuresPageTests
{
    private static readonly HashSet<string> Named =
        [.. TestClass().Matches(File.ReadAllText(Repository.Path("docs", "reported-failures.md"))).Select(match => match.Groups["name"].Value)];

    [Fact]
    public void Each_test_class_that_it_names_is_there()
    {
        var there = TestsIn(SearchOption.AllDirectories, "tests").ToHashSet(StringComparer.Ordinal);

        Assert.NotEmpty(Named);
        Assert.All(Named, name => Assert.Contains(name, there));
    }

    [Fact]
    public void Each_test_of_a_reported_failure_is_named()
    {
        var tests = TestsIn(SearchOption.TopDirectoryOnly, "tests", "Sessions.TestKit.Xunit", "ReportedFailures")
            .Where(name => name != "ReportedFailureTests" && !name.StartsWith("Stored", StringComparison.Ordinal))
            .ToList();

        Assert.NotEmpty(tests);
        Assert.All(tests, name => Assert.Contains(name, Named));
    }

    private static IEnumerable<string> TestsIn(SearchOption depth, params string[] folder) =>
        Directory.EnumerateFiles(Repository.Path(folder), "*Tests.cs", depth).Select(path => Path.GetFileNameWithoutExtension(path)!);

    [GeneratedRegex("`(?<name>\\w+Tests)`")]
    private static partial Regex TestClass();
}
