using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sessions.Analyzers.Types;
using Sessions.Roslyn;
using Sessions.Shapes;

namespace Sessions.Generators.Tests;

/// <summary>What is generated compiles, without a warning, wherever what the user wrote does.</summary>
public class CompiledOutputTests
{
    internal const string States = """
        namespace States
        {
            [AgentSessionState] public sealed partial class prefs { public int a { get; set; } public List<int> list { get; set; } = new List<int>(); }
            public static partial class outer { [AgentSessionState] public sealed partial record state(int a); }
            [AgentSessionState] public sealed partial class Taken { public int A { get; set; } }
            public static class TakenSessionExtensions { public static bool IsEmpty(this AgentSession session) => session.GetTaken().A == 0; }
            public static partial class TakenSessionExtensions2 { }
            [AgentSessionState] internal sealed partial class Inner { public string Text { get; set; } = ""; public DateTime[] Days { get; set; } = new DateTime[0]; }
            [AgentSessionState(Version = 2)] public partial record Versioned(string Name = "") { [StateMigration(From = 1)] private static void One(JsonObject state) => state.Clear(); }
            [AgentSessionState(Transient = true)] public sealed partial class cache { public object Value { get; set; } = 1; }
            public abstract record Base<T> { public T? Value { get; init; } }
            [AgentSessionState] public sealed partial record Derived : Base<Dictionary<string, uint>> { public required sbyte Small { get; init; } }
        }
        """;

    internal const string Providers = """
        namespace Providers
        {
            [HistoryProvider("a")] public partial class history
            {
                public Task<ImmutableArray<ChatMessage>> GetMessagesAsync(SessionKey key) => Task.FromResult(ImmutableArray<ChatMessage>.Empty);
                public Task SaveMessagesAsync(SessionKey key, ImmutableArray<ChatMessage> messages) => Task.CompletedTask;
            }
            [HistoryProvider("b")] public sealed partial class Other : HistoryProvider
            {
                public Task<List<ChatMessage>> GetMessagesAsync(string id, States.prefs prefs) => Task.FromResult(new List<ChatMessage>());
                public void SaveMessagesAsync(AgentSession session, ChatMessage[] messages) { }
            }
            public partial class Outer
            {
                [HistoryProvider("c", LoadMessages = false)] public sealed partial class Nested { public ValueTask SaveMessagesAsync(TurnContext turn, IReadOnlyList<ChatMessage> messages, IServiceProvider services, CancellationToken token) => default; }
            }
            [HistoryProvider("d")] internal sealed partial class Stream
            {
                public async IAsyncEnumerable<ChatMessage> GetMessagesAsync(SessionKey key) { await Task.Yield(); yield break; }
                public Task SaveMessagesAsync(SessionKey key, ReadOnlyMemory<ChatMessage> messages) => Task.CompletedTask;
            }
        }
        namespace Microsoft.Extensions.DependencyInjection
        {
            public static class Providers_historyExtensions { }
            public static class TestAssemblySessionsExtensions { }
        }
        """;

    // Every place in which generated code may name what is experimental, each under an id of its own.
    internal const string Experimental = """
        #pragma warning disable SX101, SX102, SX103, SX104, SX105, SX106, SX107, SX108, SX109, SX110, SX111, SX112, SX113
        namespace Experiments
        {
            using System.Diagnostics.CodeAnalysis;
            using System.Text.Json.Serialization;

            public sealed class Parts { [Experimental("SX101")] public Parts() { } public int A { get; set; } public int B { [Experimental("SX102")] get; [Experimental("SX103")] set; } }
            [Experimental("SX104")] public sealed class Whole { public int A { get; set; } }
            [Experimental("SX105")] public enum Mood { Calm }
            [Experimental("SX106")] public sealed class Plain : JsonConverter<int> { public override int Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.GetInt32(); public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value); }
            public sealed class Made : JsonConverter<int> { [Experimental("SX107")] public Made() { } public override int Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.GetInt32(); public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value); }
            public class Pair<T> { public int A { get; set; } }
            public class Above { [Experimental("SX108")] public virtual int A { get; init; } [Experimental("SX109")] public int Hidden { get; set; } }
            [JsonDerivedType(typeof(Circle), "c")] public class Shape { }
            [Experimental("SX110")] public sealed class Circle : Shape { public int R { get; set; } }
            [Experimental("SX111")] public interface IMark { }
            public class Marked<T> where T : IMark { public int A { get; init; } }
            [Experimental("SX112")] public sealed class Mark : IMark { }
            [AgentSessionState] public sealed partial class P : Above
            {
                public Parts? Parts { get; set; }
                public Whole? Whole { get; set; }
                public Mood Mood { get; set; }
                public Mood? Maybe { get; set; }
                public List<Mood[]> Moods { get; set; } = new List<Mood[]>();
                public Pair<Dictionary<string, Mood>>? Nested { get; set; }
                [JsonConverter(typeof(Plain))] public int Plain { get; set; }
                [JsonConverter(typeof(Made))] public int Made { get; set; }
                [JsonConverter(typeof(JsonStringEnumConverter<Mood>))] public Mood Named { get; set; }
                public Shape? Shape { get; set; }
                public Marked<Mark>? Marked { get; set; }
                public new int Hidden { get; set; }
            }
            [Experimental("SX113")] [AgentSessionState] public sealed partial record Q { public int A { get; init; } }
            [HistoryProvider("e")] public sealed partial class H
            {
                [Experimental("SX113")] public List<ChatMessage> GetMessagesAsync(SessionKey key, Q q) => new List<ChatMessage>();
                public void SaveMessagesAsync(SessionKey key, List<ChatMessage> messages) { }
            }
        }
        """;

    private static readonly LanguageVersion[] Languages = [LanguageVersion.CSharp11, LanguageVersion.CSharp12, LanguageVersion.CSharp13, LanguageVersion.CSharp14];

    [Fact]
    public void What_is_generated_warns_of_nothing_in_any_project()
    {
        foreach (var language in Languages)
        {
            foreach (var nullable in new[] { NullableContextOptions.Enable, NullableContextOptions.Disable })
            {
                foreach (var assembly in new[] { "", "[assembly: CLSCompliant(true)]", "[assembly: CLSCompliant(false)]" })
                {
                    AssertClean(language, nullable, [assembly, States, Providers, Experimental]);
                }
            }
        }
    }

    [Fact]
    public void What_is_generated_for_any_shape_warns_of_nothing_where_nothing_is_said_of_null_and_all_is_offered_to_other_languages() => AssertClean(
        LanguageVersion.CSharp12,
        NullableContextOptions.Disable,
        [
            "[assembly: CLSCompliant(true)]",
            MemberTypes.Source,
            .. TestScale.Sample([.. ShapeCase.All.Where(shape => shape.Refusal is null && !shape.Description.StartsWith("C# ", StringComparison.Ordinal))]).Select(shape => shape.Source),
        ]);

    [Theory]
    [InlineData("[AgentSessionState] public partial class P { public int A { get; set; } }", LanguageVersions.State, "[AgentSessionState] on 'P' needs C# 11.0 or later, and the project has C# {0}; raise LangVersion")]
    [InlineData("[HistoryProvider(\"p\")] public partial class P { public System.Collections.Generic.List<ChatMessage> GetMessagesAsync(SessionKey key) => throw new System.NotSupportedException(); public void SaveMessagesAsync(SessionKey key, ChatMessage[] messages) { } }", LanguageVersions.Provider, "[HistoryProvider] on 'P' needs C# 8.0 or later, and the project has C# {0}; raise LangVersion")]
    public async Task In_a_version_that_is_too_old_nothing_is_generated_and_one_report_says_so(string source, LanguageVersion oldest, string message)
    {
        var versions = Enum.GetValues<LanguageVersion>().Where(version => version is >= LanguageVersion.CSharp7 and < LanguageVersion.LatestMajor).ToList();
        foreach (var version in versions)
        {
            var options = TestCompilation.ParseOptions(version);
            var compilation = CSharpCompilation.Create(
                "TestAssembly",
                [CSharpSyntaxTree.ParseText($"using Sessions; using Microsoft.Extensions.AI; namespace N {{ {source} }}", options, "Source0.cs")],
                TestCompilation.References,
                TestCompilation.Options.WithNullableContextOptions(version < LanguageVersion.CSharp8 ? NullableContextOptions.Disable : NullableContextOptions.Enable));
            var run = Generate.From(compilation);
            run.Output.AssertCompiles();
            var reports = (await AnalyzerTest.Diagnose(run.Output, [new LanguageVersionAnalyzer()])).Select(report => report.GetMessage(null));

            Assert.Equal((version, version >= oldest), (version, run.Sources.Count > 0));
            Assert.Equal(version >= oldest ? [] : [message.Replace("{0}", version.ToDisplayString(), StringComparison.Ordinal)], reports);
        }

        Assert.Contains(oldest - 1 == LanguageVersion.CSharp7 ? LanguageVersion.CSharp7_3 : oldest, versions);
    }

    [Theory]
    [InlineData("[AgentSessionState] public partial record P { public int A { get; init; } }", "[AgentSessionState] public partial record P { public int B { get; init; } }")]
    [InlineData("[AgentSessionState] public partial record P; [AgentSessionState] public partial record P; [AgentSessionState] public partial record P;", "public partial record P;")]
    [InlineData("[HistoryProvider(\"p\")] public partial class P { public List<ChatMessage> GetMessagesAsync(SessionKey key) => []; }", "[HistoryProvider(\"q\")] public partial class P { public void SaveMessagesAsync(SessionKey key, List<ChatMessage> messages) { } }")]
    public void An_attribute_on_two_parts_of_a_type_is_the_compilers_error_and_costs_no_other_type(string part, string other)
    {
        const string Others = """
            [AgentSessionState] public sealed partial record Other { public int B { get; init; } }
            [HistoryProvider("other")] public sealed partial class OtherHistory { public List<ChatMessage> GetMessagesAsync(SessionKey key) => []; public void SaveMessagesAsync(SessionKey key, List<ChatMessage> messages) { } }
            public static class Use { public static object F(AgentSession s, HistoryProvider p) => (s.GetOther(), p is OtherHistory, new P()); }
            """;
        foreach (var sources in new[] { new[] { part, other, Others }, [Others, other, part], [part + other, Others] })
        {
            var errors = Generate.From(sources).Output.GetDiagnostics(TestContext.Current.CancellationToken).Where(CompilationAssert.IsFailure).Select(error => error.Id).Distinct();

            Assert.Equal(["CS0579"], errors);
        }
    }

    [Theory]
    [InlineData("[AgentSessionState] public sealed partial class P { public int A { get; set; } } public static class PSessionExtensions { public static bool IsEmpty(this AgentSession s) => s.GetP().A == 0; }", "PSessionExtensions2")]
    [InlineData("[AgentSessionState] public sealed partial class P; public static partial class PSessionExtensions; public class PSessionExtensions2;", "PSessionExtensions3")]
    [InlineData("[AgentSessionState] public sealed partial class P; public static class PSessionExtensions<T>;", "PSessionExtensions")]
    [InlineData("[AgentSessionState] public sealed partial class P; namespace Elsewhere { public static class PSessionExtensions; }", "PSessionExtensions")]
    public void The_class_of_the_accessors_steps_aside(string source, string expected)
    {
        var run = Generate.From(source);
        run.Output.AssertCompiles();

        Assert.Contains($"public static class {expected}\n", run.Source("State.g.cs"), StringComparison.Ordinal);
    }

    private static void AssertClean(LanguageVersion language, NullableContextOptions nullable, IEnumerable<string> sources)
    {
        var compilation = TestCompilation.Create(language, sources);
        var run = GeneratorRun.Of(
            compilation.WithOptions(compilation.Options.WithNullableContextOptions(nullable)),
            new StateGenerator(),
            new HistoryProviderGenerator(),
            JsonSourceGenerator.Create());

        // What the compiler says of the user's own text is the user's; that the base class which it is given is not for every language is ours.
        var failures = run.Output.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning
                && (diagnostic.Severity == DiagnosticSeverity.Error || (diagnostic.Id == "CS3009" && diagnostic.GetMessage(null).Contains("'HistoryProvider'", StringComparison.Ordinal)) || diagnostic.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true))
            .ToList();
        Assert.True(failures.Count == 0, $"C# {language.ToDisplayString()}, {nullable}, {sources.First()}:\n{CompilationAssert.Describe(failures.Take(10))}");
    }
}
