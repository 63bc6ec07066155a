using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sessions.Analyzers.Lock;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.Lock;

/// <summary>The guide's tables of changes: each row is an edit of the type that the guide shows, and says what is reported.</summary>
public sealed partial class StateChangesTests
{
    private const string Context = """
        global using System.Text.Json.Serialization;

        public sealed class TextConverter : JsonConverter<string>
        {
            public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()!;

            public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
        }
        """;

    private static readonly string Guide = Repository.Read("docs", "guides", "state-changes.md");

    private static readonly string Shipped = Code().Match(Guide).Groups["code"].Value;

    private static readonly Lazy<LockFileText> File = new(() => new LockFileText(LockFileWriter.Write(Ship(Compile(Shipped)))));

    /// <summary>The edits of the tables, with what is reported.</summary>
    public static TheoryData<string, string, string> Edits
    {
        get
        {
            var edits = new TheoryData<string, string, string>();
            foreach (Match row in Row().Matches(Guide))
            {
                edits.Add(row.Groups["from"].Value, row.Groups["to"].Value, row.Groups["ids"].Value);
            }

            return edits;
        }
    }

    [Fact]
    public void Tables_have_forty_edits_that_break_and_twenty_that_do_not()
    {
        var ids = Row().Matches(Guide).Select(row => row.Groups["ids"].Value).ToList();
        Assert.InRange(ids.Count(text => text.Length > 0 && text != DiagnosticIds.ShippedStateOutOfDate), 40, int.MaxValue);
        Assert.InRange(ids.Count(text => text.Length == 0), 20, int.MaxValue);
    }

    [Fact]
    public async Task Type_that_has_shipped_is_not_reported() => Assert.Equal("", await Report(Shipped));

    [Theory]
    [MemberData(nameof(Edits))]
    public async Task Edit_is_reported_as_the_guide_says(string from, string to, string ids)
    {
        var words = new Regex(string.Join(@"\s+", from.Split(' ').Select(Regex.Escape)), RegexOptions.None, TimeSpan.FromSeconds(5));
        Assert.Single(words.Matches(Shipped));
        Assert.Equal(ids, await Report(words.Replace(Shipped, _ => to)));
    }

    private static async Task<string> Report(string source)
    {
        var diagnostics = await AnalyzerTest.Diagnose(Compile(source), AnalyzerCatalog.Analyzers, File.Value);
        return string.Join(", ", diagnostics.Select(diagnostic => diagnostic.Id).Distinct().Order(StringComparer.Ordinal));
    }

    private static CSharpCompilation Compile(string source)
    {
        var compilation = GeneratorRun.Of(TestCompilation.Create(source, Context), Generators.All).Output;
        Assert.Equal("", CompilationAssert.Describe(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        return compilation;
    }

    /// <summary>The file in which every version of every state type has shipped, with its shape of now.</summary>
    private static LockFile Ship(CSharpCompilation compilation)
    {
        var states = new LockedProject(compilation, LockFile.Empty, frameworks: null).Types.Select(type => DeclaredState.Find(type, compilation, CancellationToken.None)!);
        var drafts = states.SelectMany(state => Enumerable.Range(1, state.Version).Select(number => (state, number)))
            .Aggregate(LockFile.Empty, (file, version) => file.With(version.state.Key, version.number, new LockedVersion(IsShipped: false, version.state.Shape)));
        return new LockedProject(compilation, drafts, frameworks: null).Ship(CancellationToken.None);
    }

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"^\| [^|`]+ \| `(?<from>[^|]+)` \| (`(?<to>[^|]+)` )?\|( (?<ids>SESS[0-9, SE]+) \|)?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Row();
}
