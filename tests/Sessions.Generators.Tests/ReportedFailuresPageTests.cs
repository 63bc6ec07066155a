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
        var files = Directory.EnumerateFiles(Repository.Path("tests"), "*Tests.cs", SearchOption.AllDirectories).Select(path => Path.GetFileNameWithoutExtension(path)!).ToHashSet();

        Assert.NotEmpty(Named);
        Assert.Subset(files, Named!);
    }

    [Fact]
    public void Each_test_of_a_reported_failure_is_named()
    {
        var folder = Repository.Path("tests", "Sessions.TestKit.Xunit", "ReportedFailures");
        var tests = Directory.EnumerateFiles(folder, "*Tests.cs").Select(Path.GetFileNameWithoutExtension)
            .Where(name => name != "ReportedFailureTests" && !name!.StartsWith("Stored", StringComparison.Ordinal));

        Assert.All(tests, name => Assert.Contains(name!, Named));
    }

    [GeneratedRegex("`(?<name>\\w+Tests)`")]
    private static partial Regex TestClass();
}
