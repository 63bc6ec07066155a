using System.Text.RegularExpressions;
using Sessions.Roslyn;

namespace Sessions.Package.Tests;

/// <summary>A solution of a user's with the examples of rules' pages: each in a file and a namespace of its own, and those with types of one name in different projects.</summary>
internal sealed partial class RuleSolution(ConsumerProject consumer)
{
    private const string File = "Rules.slnx";

    private static readonly string[] Usings = ["System.Collections.Immutable", "System.Text.Json", "System.Text.Json.Nodes", "Microsoft.Extensions.AI", "Sessions"];

    private readonly List<string> _projects = [];
    private readonly List<string> _expected = [];

    /// <summary>What a build is to report: the path of a file, its line and the rule.</summary>
    public IEnumerable<string> Expected => _expected.Order(StringComparer.Ordinal);

    /// <summary>Adds projects with what pages say is reported.</summary>
    /// <param name="name">What the projects are called.</param>
    /// <param name="pages">The pages.</param>
    /// <param name="silence">What keeps the rules silent.</param>
    /// <param name="isOfFramework">Whether agents are Microsoft Agent Framework's.</param>
    public async Task AddAsync(string name, IEnumerable<RulePage> pages, RuleSilence silence = RuleSilence.None, bool isOfFramework = false)
    {
        foreach (var (number, group) in GroupByTypes(pages).Index())
        {
            var project = $"{name}{number}";
            await consumer.WriteAsync($"{project}/{project}.csproj", ProjectWith(isOfFramework ? "Sessions.AgentFramework" : "Sessions.Sqlite"));
            await consumer.WriteAsync($"{project}/Usings.cs", string.Concat(Usings.Append(isOfFramework ? "Microsoft.Agents.AI" : "Sessions.Agents").Select(used => $"global using {used};\n")) + RulePage.Context);
            await consumer.WriteAsync($"{project}/.editorconfig", "root = true\n[*.cs]\n" + string.Concat(group.Select(page => SettingOf(page, silence))));
            foreach (var page in group)
            {
                var head = (silence == RuleSilence.Pragma ? $"#pragma warning disable {page.Id}\n" : "") + $"namespace Pages.{page.Id}\n{{\n";
                await consumer.WriteAsync($"{project}/{page.Id}.cs", head + page.Examples[0].Source + "}\n");
                if (silence == RuleSilence.None)
                {
                    _expected.AddRange(page.Examples[0].LinesOf(page.Id).Select(line => $"{project}/{page.Id}.cs({line + head.Count(character => character == '\n') + 1}) {page.Id}"));
                }
            }

            _projects.Add(project);
        }
    }

    /// <summary>Builds it all.</summary>
    /// <returns>What is reported, in the form of <see cref="Expected"/>.</returns>
    public async Task<IEnumerable<string>> BuildAsync()
    {
        await consumer.WriteAsync(File, $"<Solution>{string.Concat(_projects.Select(project => $"<Project Path=\"{project}/{project}.csproj\" />"))}</Solution>");
        var output = (await consumer.BuildAsync(File)).Output.Replace('\\', '/');
        var errors = string.Join('\n', output.Split('\n').Where(line => line.Contains("error CS", StringComparison.Ordinal)).Distinct());
        Assert.True(errors.Length == 0, errors);
        return Report().Matches(output).Select(match => $"{match.Groups["file"].Value}({match.Groups["line"].Value}) {match.Groups["id"].Value}").Distinct().Order(StringComparer.Ordinal);
    }

    /// <summary>Applies the fix of a rule.</summary>
    public Task FixAsync(string id) => consumer.FixAsync(id, "warn", File);

    private static string ProjectWith(string package) => $"""<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><PackageReference Include="{package}" Version="$(SessionsVersion)" /></ItemGroup></Project>""";

    /// <summary>A build shows warnings and errors, so that what is of less weight is raised.</summary>
    private static string SettingOf(RulePage page, RuleSilence silence) =>
        silence == RuleSilence.Setting ? $"dotnet_diagnostic.{page.Id}.severity = none\n"
        : page.Severity == "Info" ? $"dotnet_diagnostic.{page.Id}.severity = warning\n"
        : "";

    /// <summary>Types of state with one name have one key, which a project may not have twice.</summary>
    private static List<List<RulePage>> GroupByTypes(IEnumerable<RulePage> pages)
    {
        var groups = new List<(List<RulePage> Pages, HashSet<string> Types)>();
        foreach (var page in pages)
        {
            var types = DeclaredType().Matches(page.Examples[0].Source).Select(match => match.Groups[1].Value).Where(type => type != "Page").ToHashSet(StringComparer.Ordinal);
            var group = groups.Find(group => !group.Types.Overlaps(types));
            if (group.Pages is null)
            {
                groups.Add(group = ([], []));
            }

            group.Pages.Add(page);
            group.Types.UnionWith(types);
        }

        return [.. groups.Select(group => group.Pages)];
    }

    [GeneratedRegex(@"\b(?:class|record|struct|enum|interface) (\w+)")]
    private static partial Regex DeclaredType();

    [GeneratedRegex(@"(?<file>\w+/\w+\.cs)\((?<line>\d+),\d+\): (?:warning|error) (?<id>SESS\d+)")]
    private static partial Regex Report();
}
