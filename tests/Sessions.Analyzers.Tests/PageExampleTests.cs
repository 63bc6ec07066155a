using System.Text.RegularExpressions;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests;

/// <summary>The examples of the rules' pages are reported where the pages say so, and nowhere else.</summary>
public sealed partial class PageExampleTests
{
    private const string Context = """
        global using System.Text.Json.Serialization;
        public class DatabaseClient;
        """;

    private static readonly AnalyzerTest Build = new(AnalyzerCatalog.Analyzers[0], Generators.All);

    public static TheoryData<string> Ids => [.. AnalyzerCatalog.Descriptors.Select(descriptor => descriptor.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Example_is_reported_where_the_page_says_so(string id)
    {
        var examples = CSharpBlock().Matches(Repository.Read("docs", "diagnostics", id + ".md")).Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(2, examples.Count);
        Assert.NotEmpty(Expected(Complete(examples[0]), id));
        foreach (var source in examples.Select(Complete))
        {
            var diagnostics = await AnalyzerTest.Diagnose(Build.Compile(source, Context), AnalyzerCatalog.Analyzers);
            Assert.All(diagnostics, diagnostic => Assert.Equal(id, diagnostic.Id));
            Assert.Equal(Expected(source, id), diagnostics.Select(diagnostic => diagnostic.Location.GetLineSpan().StartLinePosition.Line));
        }
    }

    private static IEnumerable<int> Expected(string source, string id) =>
        source.Split('\n').Index().Where(line => line.Item.Contains("// " + id, StringComparison.Ordinal)).Select(line => line.Index);

    /// <summary>Fills in what a page leaves out, and puts statements into a method.</summary>
    private static string Complete(string example)
    {
        var code = example.Replace("=> …", "=> throw new NotSupportedException()", StringComparison.Ordinal).Replace("…", "", StringComparison.Ordinal);
        return code.Contains("await ", StringComparison.Ordinal) || code.Contains("agent.", StringComparison.Ordinal)
            ? $$"""
              class Page(IChatClient chatClient, AIAgent agent, AgentSession session)
              {
                  public object All => (chatClient, agent, session);

                  public async Task Run()
                  {
                      {{code}}
                  }
              }
              """
            : code;
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();
}
