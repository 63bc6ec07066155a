using System.Globalization;
using System.Text.RegularExpressions;
using Sessions.Roslyn;
using Sessions.Shapes;

namespace Sessions.Generators.Tests;

/// <summary>
/// What is generated, built as if somebody had written it: in a project that has every rule of the SDK on, without the marks of
/// generated code, for which analyzers spare it.
/// </summary>
public sealed partial class StrictAnalysisTests(ITestOutputHelper output) : IDisposable
{
    /// <summary>Breaks a rule that nothing else does, so that a build that finds nothing else is seen to have looked.</summary>
    private const string Canary = """
        namespace Canaries;

        /// <summary>Does not check its argument.</summary>
        public static class Canary
        {
            /// <summary>A length.</summary>
            public static int Length(string text) => text.Length;
        }
        """;

    private const string CanaryWarning = "Canary.cs(7,46): warning CA1062: ";

    private const string Providers = """
        namespace Providers;
        [HistoryProvider("database", StoreContextMessages = false)]
        public partial class DatabaseProvider(IServiceProvider services)
        {
            public async Task<IReadOnlyList<ChatMessage>> GetMessagesAsync(string sessionId, Visits? visits, CancellationToken cancellationToken) { await Task.Yield(); return services.GetHashCode() == sessionId.Length + (visits?.Count ?? 0) ? [] : []; }
            public async Task SaveMessagesAsync(SessionKey key, IReadOnlyList<ChatMessage> messages, TurnContext turn) { await Task.Yield(); }
        }
        [HistoryProvider("audit", LoadMessages = false)]
        internal sealed partial class AuditProvider { public void SaveMessagesAsync(List<ChatMessage> messages) { } }
        [HistoryProvider("stream")]
        public partial class StreamProvider
        {
            public async IAsyncEnumerable<ChatMessage> GetMessagesAsync(AgentSession session) { await Task.Yield(); yield break; }
            public ValueTask SaveMessagesAsync(ChatMessage[] messages, CancellationToken cancellationToken) => default;
        }
        [AgentSessionState(Version = 3)] public partial record Visits(int Count) { [StateMigration(From = 1)] private static void One(JsonObject state) => state.Clear(); [StateMigration(From = 2)] private static void Two(JsonObject state) => state.Clear(); }
        [AgentSessionState(Transient = true)] public sealed partial class Cache { public object? Value { get; set; } }
        """;

    /// <summary>Rules on what is not the generator's to choose, and why.</summary>
    private static readonly Dictionary<string, string> OthersChoice = new()
    {
        ["CA1033"] = "The state's members are explicit so that the user's type gets no public one, and the type is as open as the user made it.",
        ["CA1034"] = "An extension block is taken for a nested type.",
        ["CA1050"] = "The accessors stand where the user's type stands, and this one stands in no namespace.",
        ["CA1707"] = "The accessors' class has the names of the types around the user's type in it, and stays apart from that of a type whose name is theirs run together.",
        ["CA2227"] = "The accessor is a property with a setter also where the user's type is a collection.",
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sessions-strict-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task No_generated_line_warns_though_it_were_written_and_every_rule_were_on()
    {
        List<ShapeCase> all = [.. ShapeCase.All.Where(shape => shape.Refusal is null)];
        var shapes = TestScale.Sample(all);
        List<string> written = [.. shapes.Select(shape => shape.Source), MemberTypes.Source, Providers];
        var generated = Generate.From(written).Sources;
        await WriteProjectAsync(written, generated);

        var build = await CommandLine.RunAsync(_folder.FullName, "dotnet", "build", "--verbosity", "quiet", "--nologo", "--disable-build-servers");

        var warnings = build.OrThrow().Split('\n').Where(line => line.Contains("/Generated/", StringComparison.Ordinal)).Distinct().ToList();
        var ours = warnings.Where(warning => !OthersChoice.Keys.Any(rule => warning.Contains(rule, StringComparison.Ordinal))).ToList();
        output.WriteLine($"{generated.Count} generated files, {generated.Values.Sum(text => text.Count('\n'))} lines.");
        Assert.True(ours.Count == 1, $"{ours.Count} warnings, among them:\n{string.Join('\n', ours.Take(40))}");
        Assert.Contains(CanaryWarning, ours.Single(), StringComparison.Ordinal);
        if (shapes.Count == all.Count)
        {
            Assert.DoesNotContain(OthersChoice.Keys, rule => !warnings.Any(warning => warning.Contains(rule, StringComparison.Ordinal)));
        }
    }

    private async Task WriteProjectAsync(List<string> written, IReadOnlyDictionary<string, string> generated)
    {
        foreach (var (index, source) in written.Index())
        {
            await WriteAsync($"Written/Source{index.ToString(CultureInfo.InvariantCulture)}.cs", "#nullable enable\n" + source);
        }

        foreach (var (name, source) in generated)
        {
            await WriteAsync($"Generated/{name.Replace(".g.cs", ".cs", StringComparison.Ordinal)}", Mark().Replace(source, ""));
        }

        await WriteAsync("Generated/Canary.cs", Canary);
        await WriteAsync("Usings.cs", TestCompilation.GlobalUsings);
        await WriteAsync("Strict.csproj", Project());
        await WriteAsync("Directory.Build.props", "<Project />");
        await WriteAsync("nuget.config", "<configuration><packageSources><clear /></packageSources></configuration>");

        // What the user writes is not what is looked at here. The compiler takes it for code without annotations then, unless it says so.
        await WriteAsync(".editorconfig", "root = true\n[{Written/**,Usings}.cs]\ngenerated_code = true\n");
    }

    private async Task WriteAsync(string name, string text)
    {
        var file = new FileInfo(Path.Combine(_folder.FullName, name));
        file.Directory!.Create();
        await File.WriteAllTextAsync(file.FullName, text);
    }

    private static string Project() => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <LangVersion>14</LangVersion>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <AnalysisLevel>latest-all</AnalysisLevel>
            <EnforceCodeStyleInBuild>true</EnforceCodeStyleInBuild>
            <GenerateDocumentationFile>true</GenerateDocumentationFile>
            <EnableDefaultCompileItems>false</EnableDefaultCompileItems>
          </PropertyGroup>
          <ItemGroup>
            <!-- What is generated comes last, as it does where it is generated: what is said of a type is said of its first part. -->
            <Compile Include="Usings.cs;Written/*.cs;Generated/*.cs" />
            {string.Concat(References().Select(path => $"<Reference Include=\"{path}\" />"))}
          </ItemGroup>
        </Project>
        """;

    private static IEnumerable<string> References() => Directory.EnumerateFiles(AppContext.BaseDirectory, "Microsoft.Extensions.*.dll")
        .Append(Path.Combine(AppContext.BaseDirectory, "Sessions.Runtime.dll"));

    [GeneratedRegex(@"^// <auto-generated/>\n|^ *\[global::System\.CodeDom\.Compiler\.GeneratedCode\(.*\)\]\n", RegexOptions.Multiline)]
    private static partial Regex Mark();
}
