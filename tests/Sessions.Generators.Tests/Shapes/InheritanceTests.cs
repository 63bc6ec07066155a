using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Sessions.Analyzers.State;
using Sessions.Roslyn;

namespace Sessions.Generators.Tests.Shapes;

/// <summary>
/// State types whose one member is declared by a base class, and hidden, overridden or left alone below: each is written and read
/// as System.Text.Json's reflection does, or refused by a rule of ours.
/// </summary>
public class InheritanceTests(ITestOutputHelper output)
{
    private const string Usings = """
        #pragma warning disable SX001, CS0612, CS0618, CS8618
        using System.Diagnostics.CodeAnalysis;
        using System.Text.Json.Serialization;
        """;

    private const string Converters = """
        using System.Text.Json.Serialization;
        public sealed class Plus : JsonConverter<int>
        {
            public override int Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.GetInt32() - 1000;
            public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value + 1000);
        }
        public interface IHasX { int X { get; } }
        """;

    // What stands before the member's type, and behind it. A private member is seen with [JsonInclude] alone.
    private static readonly (string Before, string After)[] OnBase =
    [
        ("public", "{ get; set; }"),
        ("public", "{ get; init; }"),
        ("public virtual", "{ get; set; }"),
        ("public virtual", "{ get; init; }"),
        ("[JsonInclude] public", "{ get; private set; }"),
        ("[JsonInclude] private", "{ get; set; }"),
        ("[JsonInclude] protected", "{ get; init; }"),
        ("[JsonInclude] public", ";"),
        ("[JsonPropertyName(\"old\")] public", "{ get; set; }"),
        ("[JsonPropertyName(\"old\")] public virtual", "{ get; set; }"),
        ("[JsonPropertyOrder(2)] public virtual", "{ get; set; }"),
        ("[JsonIgnore] public", "{ get; set; }"),
        ("[JsonIgnore] public virtual", "{ get; set; }"),
        ("[JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public virtual", "{ get; set; }"),
        ("[JsonConverter(typeof(Plus))] public virtual", "{ get; set; }"),
        ("[Experimental(\"SX001\")] public virtual", "{ get; set; }"),
        ("[Obsolete] public", "{ [Experimental(\"SX001\")] get; [Experimental(\"SX001\")] set; }"),
        ("public required", "{ get; init; }"),
    ];

    // The same of what a derived class says, which overrides only what is virtual.
    private static readonly (string Before, string After)[] Below =
    [
        ("", ""),
        ("public new int", "{ get; set; }"),
        ("public new int", "{ get; init; }"),
        ("public new long", "{ get; set; }"),
        ("private new int", "{ get; set; }"),
        ("[JsonInclude] private new int", "{ get; set; }"),
        ("[JsonPropertyName(\"neu\")] public new int", "{ get; set; }"),
        ("[JsonIgnore] public new int", "{ get; set; }"),
        ("[JsonIgnore] public new long", "{ get; set; }"),
        ("[JsonConverter(typeof(Plus))] public new int", "{ get; set; }"),
        ("public override int", "{ get; set; }"),
        ("[JsonPropertyName(\"neu\")] public override int", "{ get; set; }"),
        ("[JsonIgnore] public override int", "{ get; set; }"),
        ("[JsonConverter(typeof(Plus))] public override int", "{ get; set; }"),
        ("[JsonPropertyOrder(-1)] public sealed override int", "{ get; set; }"),
        ("[Experimental(\"SX001\")] public override int", "{ get; set; }"),
    ];

    // The classes above a state type, the member's type in the highest, and what the type derives from.
    private static readonly (string Classes, string Type, string Base)[] Chains =
    [
        ("public class Base { public int A { get; set; } MEMBER } public class Middle : Base { public int M { get; init; } }", "int", "Middle"),
        ("public class Base<T> where T : struct { public T A { get; init; } MEMBER }", "T", "Base<int>"),
        ("public class Base<T, U> where T : notnull { public U? A { get; init; } MEMBER } public class Middle<V> : Base<V, List<V>> where V : notnull { [JsonInclude] private V? M { get; set; } public V? N => M; }", "T", "Middle<int>"),
        ("public class Outer<T> where T : IComparable<T> { public class Base<U> : IHasX where U : class, new() { [JsonInclude] private U? A { get; set; } public U? B => A; MEMBER int IHasX.X => 1; } }", "T", "Outer<int>.Base<List<string>>"),
    ];

    private static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers = [new StateNotSerializableAnalyzer(), new StateMemberAnalyzer()];

    [Fact]
    public async Task Every_member_makes_the_round_trip_of_reflection_or_is_refused()
    {
        var sources = TestScale.Sample([.. Sources()]);
        var run = Generate.From([.. sources, Converters]);
        using var assembly = new LoadedAssembly(run.Output);
        var reports = (await AnalyzerTest.Diagnose(run.Output, Analyzers)).ToLookup(diagnostic => diagnostic.Location.SourceTree!.FilePath);
        var (same, refused) = (0, 0);
        foreach (var (index, source) in sources.Index())
        {
            var @namespace = source.Split("namespace ")[1].Split(' ')[0];
            var errors = reports[$"Source{index}.cs"].Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
            var problem = FindDifference(State.TypeInfo(assembly, $"{@namespace}.P"));
            if (errors.Count > 0)
            {
                Assert.True(problem == "reflection refuses it", $"{string.Join(", ", errors)}, and yet: {problem ?? "both are the same"}\n{source}");
                refused++;
            }
            else
            {
                Assert.True(problem is null, $"{problem}\n{source}");
                same++;
            }
        }

        output.WriteLine($"{sources.Count} types: {same} are as reflection has them, {refused} are refused by both.");
        Assert.True(same > sources.Count * 9 / 10, $"{same} the same, {refused} refused");
    }

    [Fact]
    public async Task A_converter_that_a_derived_attribute_makes_is_refused()
    {
        string[] places =
        [
            "[AgentSessionState] public sealed partial record P { [Mark] public int A { get; init; } }",
            "[AgentSessionState] public sealed partial record P { public Marked? A { get; init; } }",
            "[AgentSessionState] public sealed partial record P { public Dictionary<string, List<Marked>> A { get; init; } = []; }",
            "[AgentSessionState] public sealed partial record P : Base; public abstract record Base { [Mark] public int A { get; init; } }",
            "using Nick = MarkAttribute; [AgentSessionState] public sealed partial record P { [Nick] public int A { get; init; } }",
        ];
        const string Mark = """
            using System.Text.Json.Serialization;
            public sealed class MarkAttribute : JsonConverterAttribute { public override JsonConverter? CreateConverter(Type type) => new Plus(); }
            [Mark] public sealed record Marked(int A);
            """;
        foreach (var place in places)
        {
            var run = Generate.From(place, Mark, Converters);
            run.Output.AssertCompiles();
            var report = Assert.Single(await AnalyzerTest.Diagnose(run.Output, Analyzers));
            Assert.Equal("SESS003", report.Id);
            Assert.Contains("derives from [JsonConverter], and generated code knows nothing of it", report.GetMessage(null), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Before_NET_9_what_only_an_accessor_reaches_in_a_generic_class_is_refused()
    {
        // A framework of an older version, as little of it as the rules need.
        var framework = CoreLibrary("8.0.0.0").ToMetadataReference();
        var newer = CoreLibrary("9.0.0.0").ToMetadataReference();
        const string Source = """
            public class Base<T> { public int A { get; init; } public T B { get; set; } }
            public class P : Base<int> { public int C { get; init; } }
            """;
        Assert.Equal("A", Problem(framework)?.Symbol?.Name);
        Assert.Null(Problem(newer));

        static JsonTypeProblem? Problem(MetadataReference reference)
        {
            var compilation = Microsoft.CodeAnalysis.CSharp.CSharpCompilation.Create("P", [Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree.ParseText(Source)], [reference], new(OutputKind.DynamicallyLinkedLibrary));
            Assert.DoesNotContain(compilation.GetDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
            var type = compilation.GetTypeByMetadataName("P")!;
            return JsonTypeRules.FindProblem(type, new JsonScope(compilation, type));
        }
    }

    private static Microsoft.CodeAnalysis.CSharp.CSharpCompilation CoreLibrary(string version)
    {
        var source = $$"""
            [assembly: System.Reflection.AssemblyVersion("{{version}}")]
            namespace System
            {
                public class Object; public class String; public class Attribute; public abstract class ValueType; public abstract class Enum : ValueType;
                public struct Void; public struct Int32; public struct Boolean; public class Type;
            }
            namespace System.Runtime.CompilerServices { public static class IsExternalInit; }
            namespace System.Reflection { public sealed class AssemblyVersionAttribute : Attribute { public AssemblyVersionAttribute(string version) { } } }
            """;
        return Microsoft.CodeAnalysis.CSharp.CSharpCompilation.Create("Core" + version, [Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree.ParseText(source)], [], new(OutputKind.DynamicallyLinkedLibrary));
    }

    private static IEnumerable<string> Sources()
    {
        var index = 0;
        foreach (var (classes, type, @base) in Chains)
        {
            foreach (var (before, after) in OnBase)
            {
                foreach (var (belowBefore, belowAfter) in Below.Where(below => IsPossible(before, type, below.Before)))
                {
                    var member = $"{before} {type} X {after}";
                    var isInit = belowBefore.Contains("override", StringComparison.Ordinal) && after.Contains("init", StringComparison.Ordinal);
                    var own = belowBefore.Length == 0 ? "" : $"{belowBefore} X {(isInit ? after : belowAfter)} ";
                    yield return $"{Usings}\nnamespace N{index++} {{ {classes.Replace("MEMBER", member, StringComparison.Ordinal)} [AgentSessionState] public sealed partial class P : {@base} {{ public int B1 {{ get; set; }} {own}}} }}";
                }
            }
        }
    }

    private static bool IsPossible(string before, string type, string below) =>
        !(below.Contains("override", StringComparison.Ordinal) && !before.Contains("virtual", StringComparison.Ordinal))
        && !(below.Contains(" new ", StringComparison.Ordinal) && (before.Contains("private", StringComparison.Ordinal) || before.Contains("required", StringComparison.Ordinal)))
        && !(before.Contains("Plus", StringComparison.Ordinal) && type != "int")
        && !(before.Contains("Plus", StringComparison.Ordinal) && below.Contains(" new ", StringComparison.Ordinal))
        && !(below.Contains("override", StringComparison.Ordinal) && before.Contains("Experimental", StringComparison.Ordinal) && !below.Contains("Experimental", StringComparison.Ordinal));

    /// <summary>Where what is generated differs from reflection, for a value whose members all differ and for no members at all.</summary>
    private static string? FindDifference(JsonTypeInfo typeInfo)
    {
        var value = Activator.CreateInstance(typeInfo.Type)!;
        Fill(value);
        string expected;
        try
        {
            expected = JsonSerializer.Serialize(value, typeInfo.Type);
        }
        catch (InvalidOperationException)
        {
            return "reflection refuses it";
        }

        var written = JsonSerializer.Serialize(value, typeInfo);
        return written != expected ? $"{expected} is {written}" : FindDifferenceOfRead(expected, typeInfo) ?? FindDifferenceOfRead("{}", typeInfo);
    }

    private static string? FindDifferenceOfRead(string json, JsonTypeInfo typeInfo)
    {
        var (expected, refusal) = Attempt(() => JsonSerializer.Deserialize(json, typeInfo.Type));
        var (read, ours) = Attempt(() => JsonSerializer.Deserialize(json, typeInfo));
        return refusal != ours ? $"{json}: {refusal} is {ours}" : ObjectComparison.FindDifference(expected, read);
    }

    private static (object? Value, string? Refusal) Attempt(Func<object?> read)
    {
        try
        {
            return (read(), null);
        }
        catch (JsonException exception)
        {
            return (null, exception.GetType().Name);
        }
    }

    private static void Fill(object value)
    {
        var number = 1;
        for (var type = value.GetType(); type != typeof(object); type = type!.BaseType)
        {
            foreach (var field in type!.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                field.SetValue(value, field.FieldType == typeof(int) ? number++ : field.FieldType == typeof(long) ? (long)number++ : field.FieldType == typeof(List<int>) ? new List<int> { number++ } : new List<string> { "s" + number++ });
            }
        }
    }
}
