using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sessions.Analyzers.Lock;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests;

/// <summary>The examples of the rules' pages are reported where the pages say so, and nowhere else. JSON in front of one is its lock file.</summary>
public sealed partial class PageExampleTests
{
    private const string Context = """
        global using System.Text.Json.Serialization;
        public class DatabaseClient;

        public sealed class PersonalDataAttribute : Microsoft.Extensions.Compliance.Classification.DataClassificationAttribute;

        public class ModelClient(Uri address) : IChatClient
        {
            public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();
            public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();
            public object? GetService(Type serviceType, object? serviceKey = null) => address;
            public void Dispose() { }
        }

        namespace Microsoft.Extensions.Compliance.Classification
        {
            public abstract class DataClassificationAttribute : Attribute;
        }
        """;

    private static readonly BuildProperties Frameworks = new(("TargetFramework", "net8.0"), ("SessionsTargetFrameworks", "net8.0, net10.0"));

    // SESS408 is reported in the lock file, SESS201 for the project's language version, SESS016 where another generator runs.
    public static TheoryData<string> Ids => [.. AnalyzerCatalog.Descriptors.Select(descriptor => descriptor.Id).Except(["SESS016", "SESS201", "SESS408"])];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Example_is_reported_where_the_page_says_so(string id)
    {
        var examples = Example().Matches(Repository.Read("docs", "diagnostics", id + ".md"))
            .Select(match => (Source: Complete(match.Groups["code"].Value), LockFile: match.Groups["json"] is { Success: true } json ? new Lock.LockFileText(json.Value) : null))
            .ToList();
        Assert.Equal(2, examples.Count);
        Assert.NotEmpty(Expected(examples[0].Source, id));
        foreach (var (source, lockFile) in examples)
        {
            var diagnostics = await AnalyzerTest.Diagnose(Compile(source), AnalyzerCatalog.Analyzers, lockFile, Frameworks);
            Assert.All(diagnostics, diagnostic => Assert.Equal(id, diagnostic.Id));
            Assert.Equal(Expected(source, id), diagnostics.Select(diagnostic => diagnostic.Location.GetLineSpan().StartLinePosition.Line));
        }
    }

    private static CSharpCompilation Compile(string source)
    {
        var compilation = GeneratorRun.Of(TestCompilation.Create(source, Context).AsProgram(), Generators.All).Output;
        Assert.DoesNotContain(compilation.GetDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return compilation;
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

    [GeneratedRegex("(?:```json\n(?<json>[^`]*)```\n\n)?```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
