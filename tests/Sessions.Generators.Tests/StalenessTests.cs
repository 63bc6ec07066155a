using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sessions.Roslyn;

namespace Sessions.Generators.Tests;

/// <summary>Models are remembered from one keystroke to the next: after any edit, the output must be what it is without a memory.</summary>
public class StalenessTests
{
    private const string States = """
        using System.Text.Json.Serialization;
        using Alias = App.Part;
        namespace App
        {
            [AgentSessionState(Version = Numbers.Version, Key = Names.Key)]
            public sealed partial record Prefs : Base
            {
                [JsonPropertyName(Names.Member)] public Color Color { get; init; }
                public Part? Part { get; init; }
                public Alias? Aliased { get; init; }
                public Global? Global { get; init; }
                public List<Element> Elements { get; init; } = [];
                [JsonPropertyName(nameof(Service.Run))] public string? Named { get; init; }
                [JsonPropertyName("written")] public string? Written { get; init; }
                [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Absent { get; init; }
                [StateMigration(From = 1)] private static void One(JsonObject state) => state.Clear();
            }

            public partial class Outer
            {
                [AgentSessionState(Key = Derived.Hidden, Accessor = Imported)] public sealed partial record Inner(int Size = Numbers.Size, Kind Kind = Kind.Second);
            }
        }
        """;

    private const string Parts = """
        namespace App;
        public partial class Outer { }
        public class Part { public int Value { get; set; } public string Text { get => ""; set { } } }
        public class Other { public long Value { get; set; } }
        public class Element { public Leaf? Leaf { get; set; } }
        public class Leaf { public int Value { get; set; } }
        """;

    private const string Bases = """
        namespace App;
        public abstract record Base : Root { public int Inherited { get; init; } }
        public abstract record Root { public string Name { get => ""; set { } } public int Number; }
        """;

    private const string Constants = """
        namespace App;
        public static class Numbers { public const int Version = 2; public const int Size = 3; public static readonly int Unused = 4; }
        public static class Names { public const string Key = "prefs"; public const string Member = Part + "Color"; private const string Part = "the"; }
        public static class Shared { public const string Imported = "Inside"; }
        public static class Second { public static int Size => 1; }
        public class Derived : Hiding { public static int Size => 1; }
        public class Hiding { public const string Hidden = "hidden"; }
        public enum Color { Red, Green }
        public enum Kind { First, Second }
        """;

    private const string Providers = """
        namespace App;
        [HistoryProvider(Names.Key)] public sealed partial class Provider : Loader
        {
            public void SaveMessagesAsync(List<ChatMessage> messages, Prefs? prefs) => throw new NotSupportedException($"{messages} {prefs}");
        }
        public abstract class Loader : HistoryProvider { public List<ChatMessage> GetMessagesAsync(string id) => throw new NotSupportedException(id); }
        """;

    private const string Usings = """
        global using Global = App.Part;
        global using static App.Shared;
        global using static App.Second;
        """;

    private const string Services = """
        namespace App;
        public class Service
        {
            private int _count = 1;
            public int Size { get; set; } = 1;
            public void Run() { _count++; }
            public int Count() => _count;
        }
        """;

    private const string Rest = "namespace App; public sealed partial record Prefs { public int More { get; init; } }";

    private const string Unrelated = """
        namespace App;
        public class Unrelated(int start)
        {
            public int Start => start;
            public class Inside { public int Value { get; set; } }
        }
        """;

    private static readonly string[] Sources = [States, Parts, Bases, Constants, Providers, Usings, Services, Rest, Unrelated];

    private static readonly CSharpCompilation Compilation = TestCompilation.Create(Sources);

    /// <summary>Edits by their descriptions, and whether the output must change.</summary>
    private static readonly Dictionary<string, (bool Changes, Func<CSharpCompilation, CSharpCompilation> Edit)> Edits = new(StringComparer.Ordinal)
    {
        ["a member of a base type"] = (true, Replace(2, "int Inherited", "long Inherited")),
        ["a member added to the base of a base type"] = (true, Replace(2, "public int Number;", "public int Number; public int Added { get; set; }")),
        ["another base of a base type"] = (true, Replace(2, "Base : Root", "Base")),
        ["an attribute on a member of a base type"] = (true, Replace(2, "public int Number", "[System.Text.Json.Serialization.JsonInclude] public int Number")),
        ["the access of an accessor of a base type"] = (true, Replace(2, "set { } } public int", "private set { } } public int")),
        ["a get accessor goes"] = (true, Replace(1, "get => \"\"; set { }", "set { }")),
        ["a constant in an attribute"] = (true, Replace(3, "\"prefs\"", "\"other\"")),
        ["a constant in raw quotes"] = (true, Replace(3, "\"prefs\"", "\"\"\"other\"\"\"")),
        ["a constant behind a constant"] = (true, Replace(3, "\"the\"", "\"an\"")),
        ["a constant version"] = (true, Replace(3, "Version = 2", "Version = 3")),
        ["a constant that is a default"] = (true, Replace(3, "Size = 3", "Size = 4")),
        ["a constant that is none any more"] = (true, Replace(3, "const string Key", "static readonly string Key")),
        ["an enum member inserted"] = (true, Replace(3, "{ First, Second }", "{ First, Between, Second }")),
        ["an enum member renamed"] = (true, Replace(3, "{ First, Second }", "{ First, Last }")),
        ["an enum member given a value"] = (true, Replace(3, "{ First, Second }", "{ First, Second = 9 }")),
        ["what nameof names goes"] = (false, Replace(6, "void Run()", "void Start()")),
        ["what nameof names changes its parameters"] = (false, Replace(6, "void Run()", "void Run(int times)")),
        ["a new type that shadows a member's type"] = (true, Append(6, "public sealed partial record Prefs { public class Part { public bool Shadow { get; set; } } }")),
        ["a new type that shadows from a base type"] = (true, Replace(2, "public int Number;", "public int Number; public class Element { public bool Shadow { get; set; } }")),
        ["a new type in a namespace that is nearer"] = (true, Compose(Replace(5, "App.Part", "Far.Near"), AddTree("namespace Far { public class Near { public int A { get; set; } } }"))),
        ["a member type becomes an enum"] = (true, Replace(1, "public class Leaf { public int Value { get; set; } }", "public enum Leaf { Value }")),
        ["a member type becomes a struct"] = (true, Replace(1, "public class Leaf", "public struct Leaf")),
        ["a member type becomes a collection"] = (true, Replace(1, "public class Leaf ", "public class Leaf : List<int> ")),
        ["an attribute on an element's type"] = (true, Replace(1, "public class Element", "[System.Text.Json.Serialization.JsonConverter(typeof(System.Text.Json.Serialization.JsonStringEnumConverter))] public class Element")),
        ["a converter on a nested type"] = (true, Compose(
            Replace(1, "public class Leaf", "[System.Text.Json.Serialization.JsonConverter(typeof(LeafConverter))] public class Leaf"),
            Append(1, "public class LeafConverter : System.Text.Json.Serialization.JsonConverter<Leaf> { public override Leaf? Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => null; public override void Write(Utf8JsonWriter writer, Leaf value, JsonSerializerOptions options) { } }"))),
        ["a constructor of a member's type"] = (true, Replace(1, "public class Leaf {", "public class Leaf { public Leaf(int value) => Value = value;")),
        ["a required member of a member's type"] = (true, Replace(1, "Leaf { public int", "Leaf { public required int")),
        ["a member's type becomes obsolete"] = (true, Replace(1, "public class Leaf", "[Obsolete(\"old\", DiagnosticId = \"OLD1\")] public class Leaf")),
        ["a member's type becomes private"] = (true, Compose(Replace(1, "public class Leaf", "public class Hidden { private class Leaf"), Append(1, "}"))),
        ["an attribute of the assembly"] = (true, Append(5, "[assembly: System.Diagnostics.CodeAnalysis.Experimental(\"TEST1\")]")),
        ["a global alias"] = (true, Replace(5, "App.Part", "App.Other")),
        ["a global alias goes"] = (true, Replace(5, "global using Global = App.Part;", "")),
        ["an alias"] = (true, Replace(0, "Alias = App.Part", "Alias = App.Other")),
        ["a global using"] = (false, Append(5, "global using System.Text.Json.Serialization;")),
        ["a global using that names a member's type"] = (true, Compose(Replace(5, "global using Global = App.Part;", "global using Far;"), AddTree("namespace Far { public class Global { public int A { get; set; } } }"))),
        ["a using"] = (true, Replace(0, "namespace App\n{", "namespace App\n{\nusing Global = App.Other;")),
        ["a new attribute that shadows"] = (true, Append(6, "public sealed class JsonPropertyNameAttribute(string name) : Attribute { public string Name => name; }")),
        ["a new attribute that has the same name elsewhere"] = (false, AddTree("namespace Far { public sealed class JsonPropertyNameAttribute(string name) : Attribute { public string Name => name; } }")),
        ["a new attribute that shadows from a base type"] = (true, Replace(2, "public int Number;", "public int Number; public sealed class JsonIgnoreAttribute : Attribute { public System.Text.Json.Serialization.JsonIgnoreCondition Condition { get; set; } }")),
        ["a new type that shadows an attribute's argument"] = (true, Append(6, "public static class JsonIgnoreCondition { public const System.Text.Json.Serialization.JsonIgnoreCondition WhenWritingNull = System.Text.Json.Serialization.JsonIgnoreCondition.Never; }")),
        ["a global alias that shadows an attribute"] = (true, Replace(5, "global using Global", "global using JsonPropertyName = System.ObsoleteAttribute;\nglobal using Global")),
        ["a reference with an attribute that shadows"] = (true, compilation => compilation.AddReferences(CSharpCompilation.Create("More", [CSharpSyntaxTree.ParseText("namespace App { public sealed class JsonPropertyNameAttribute(string name) : System.Attribute { public string Name => name; } }", path: "More.cs")], TestCompilation.References, TestCompilation.Options).ToMetadataReference())),
        ["a part that is in another file"] = (false, Compose(Replace(1, "public partial class Outer { }", ""), Append(6, "public partial class Outer { }"))),
        ["a part that is not partial"] = (true, Replace(1, "public partial class Outer", "public class Outer")),
        ["a part with another member"] = (true, Append(6, "public sealed partial record Prefs { public int Another { get; init; } }")),
        ["a body that begins to use its field"] = (false, Replace(1, "Text { get => \"\"; set { } }", "Text { get => field ?? \"\"; set { field = value; } }")),
        ["a body of a base type that begins to use its field"] = (false, Replace(2, "Name { get => \"\"; set { } }", "Name { get => field ?? \"\"; set { field = value; } }")),
        ["a nullable context in a type's own file"] = (false, Replace(0, "using Alias", "#nullable disable\nusing Alias")),
        ["a nullable context in a provider's file"] = (false, Replace(4, "namespace App;", "#nullable disable\nnamespace App;")),
        ["a parameter that may be null"] = (true, Replace(4, "Prefs? prefs", "Prefs prefs")),
        ["a provider's base type"] = (true, Replace(4, "GetMessagesAsync(string id)", "GetMessagesAsync(string id, CancellationToken cancellationToken = default)")),
        ["a provider's method overridden"] = (true, Replace(4, "Provider : Loader\n{", "Provider : Loader\n{ public override bool LoadMessages => false;")),
        ["a reference that goes"] = (true, compilation => compilation.RemoveReferences(compilation.References.Where(reference => reference.Display!.EndsWith("System.Collections.Immutable.dll", StringComparison.Ordinal) || reference.Display.EndsWith("System.Text.Json.dll", StringComparison.Ordinal)))),
        ["a reference that comes"] = (false, compilation => compilation.AddReferences(CSharpCompilation.Create("More", [CSharpSyntaxTree.ParseText("namespace App { public class Leaf { } }", path: "More.cs")], TestCompilation.References, TestCompilation.Options).ToMetadataReference())),
        ["an extern alias of a reference"] = (true, compilation => compilation.ReplaceReference(Json(compilation), Json(compilation).WithAliases(["Json"]))),
        ["nullable off in the options"] = (false, compilation => compilation.WithOptions(compilation.Options.WithNullableContextOptions(NullableContextOptions.Disable))),
        ["another output kind"] = (false, compilation => compilation.WithOptions(compilation.Options.WithOutputKind(OutputKind.ConsoleApplication))),
        ["another assembly name"] = (true, compilation => compilation.WithAssemblyName("Renamed")),
        ["an older language"] = (true, Reparse(options => options.WithLanguageVersion(LanguageVersion.CSharp13))),
        ["a preprocessor symbol"] = (false, Reparse(options => options.WithPreprocessorSymbols("SYMBOL"))),
        ["an active branch"] = (true, Compose(Replace(1, "public int Value", "#if !SYMBOL\npublic int Value { get; set; }\n#else\npublic long Value { get; set; }\n#endif\nprivate int Old"), Reparse(options => options.WithPreprocessorSymbols("SYMBOL")))),
        ["a file removed"] = (true, compilation => compilation.RemoveSyntaxTrees(compilation.SyntaxTrees.Single(tree => tree.FilePath == "Source3.cs"))),
        ["a file added"] = (false, AddTree("namespace App; public class Added { public int A { get; set; } }")),
        ["files in another order"] = (false, compilation => compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(compilation.SyntaxTrees.Reverse())),
        ["a file renamed"] = (true, RenameFile(7, "A.cs")),
        ["a comment"] = (false, Replace(1, "public class Leaf", "/* comment */ public class Leaf")),
        ["a body"] = (false, Replace(6, "_count++", "_count--")),
        ["a value that a field begins with"] = (false, Replace(6, "_count = 1", "_count = 2")),
        ["a value that a property begins with"] = (false, Replace(6, "Size { get; set; } = 1", "Size { get; set; } = 2")),
        ["a method added elsewhere"] = (false, Replace(6, "public int Count()", "public int More() => 1;\n    public int Count()")),
        ["a base type where nothing is named"] = (false, Replace(8, "Unrelated(int start)", "Unrelated(int start) : Service")),
        ["a member that makes an imported constant ambiguous"] = (true, Replace(3, "class Second {", "class Second { public static string Imported => \"\";")),
        ["a member that hides a constant"] = (true, Replace(3, "class Derived : Hiding {", "class Derived : Hiding { public static new int Hidden => 1;")),
        ["a member of an alias's type"] = (true, Replace(1, "Part { public int Value", "Part { public int More { get; set; } public int Value")),
        ["a missing brace"] = (true, Replace(1, "{ public long Value { get; set; } }", "{ public long Value { get; set; }")),
    };

    public static TheoryData<string> Descriptions() => [.. Edits.Keys];

    [Theory]
    [MemberData(nameof(Descriptions))]
    public void After_an_edit_the_output_is_that_of_a_driver_without_a_memory(string description)
    {
        var (changes, edit) = Edits[description];
        var first = Generate.From(Compilation);
        var edited = edit(Compilation);
        var second = first.Again(edited);

        AssertFresh(second, edited);
        Assert.Equal(changes, !first.Sources.ToHashSet().SetEquals(second.Sources));

        // And back.
        AssertFresh(second.Again(Compilation), Compilation);
    }

    [Fact]
    public void After_a_keystroke_that_declares_nothing_an_edit_is_not_missed()
    {
        foreach (var (changes, edit) in Edits.Values)
        {
            var typed = Replace(6, "=> _count;", "=> _count + 1;")(Compilation);
            var edited = edit(typed);
            var run = Generate.From(Compilation).Again(typed).Again(edited);

            AssertFresh(run, edited);
        }
    }

    /// <summary>Each of these edits has been made, and is taken back when its turn comes again.</summary>
    [Fact]
    public void After_any_edits_one_after_another_the_output_is_that_of_a_driver_without_a_memory()
    {
        (int Source, string Before, string After)[] edits =
        [
            (0, "Part? Part", "Other? Part"),
            (0, "Key = Names.Key", "Key = nameof(Unrelated)"),
            (1, "class Leaf { public int", "class Leaf { public Unrelated? Value1 { get; set; } public int"),
            (1, "public class Element {", "public class Element : Unrelated.Inside {"),
            (2, "int Inherited", "long Inherited"),
            (2, "Base : Root", "Base"),
            (2, "Name { get => \"\";", "Name { get => \"a\";"),
            (3, "\"prefs\"", "\"other\""),
            (3, "Size = 3", "Size = 4"),
            (3, "class Second {", "class Second { public static string Imported => \"\";"),
            (4, "Prefs? prefs", "Prefs prefs"),
            (5, "Global = App.Part", "Global = App.Other"),
            (6, "_count++", "_count--"),
            (6, "void Run()", "void Start()"),
            (7, "int More", "int Less"),
            (8, "Start => start", "Start => start + 1"),
            (8, "class Inside { public int Value", "class Inside { public bool Value1 { get; set; } public int Value"),
            (8, "public int Start", "public Unrelated(string text) : this(text.Length) { } public int Start"),
            (8, "public class Inside", "// comment\npublic class Inside"),
        ];
        var random = new Random(417);
        var compilation = Compilation;
        var run = Generate.From(compilation);
        for (var step = 0; step < TestScale.Of(1_000); step++)
        {
            var (source, before, after) = edits[random.Next(edits.Length)];
            compilation = compilation.Edit($"Source{source}.cs", text => text.Contains(after, StringComparison.Ordinal)
                ? text.Replace(after, before, StringComparison.Ordinal)
                : text.Replace(before, after, StringComparison.Ordinal));
            run = run.Again(compilation);
            AssertFresh(run, compilation);
        }
    }

    [Fact]
    public void Two_branches_of_a_driver_do_not_mix()
    {
        var start = Generate.From(Compilation);
        var (left, right) = (Replace(2, "int Inherited", "long Inherited")(Compilation), Replace(3, "\"prefs\"", "\"other\"")(Compilation));
        var (leftRun, rightRun) = (start.Again(left), start.Again(right));
        AssertFresh(leftRun, left);
        AssertFresh(rightRun, right);
        AssertFresh(leftRun.Again(right), right);
        AssertFresh(rightRun.Again(left), left);
    }

    private static void AssertFresh(GeneratorRun run, CSharpCompilation compilation) => Assert.Equal(Sorted(Generate.From(compilation)), Sorted(run));

    private static SortedDictionary<string, string> Sorted(GeneratorRun run) => new(run.Sources.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);

    private static Func<CSharpCompilation, CSharpCompilation> Replace(int source, string before, string after) =>
        compilation => compilation.Edit($"Source{source}.cs", text => text.Replace(before, after, StringComparison.Ordinal));

    private static Func<CSharpCompilation, CSharpCompilation> Append(int source, string text) =>
        compilation => compilation.Edit($"Source{source}.cs", before => $"{before}\n{text}");

    private static MetadataReference Json(CSharpCompilation compilation) =>
        compilation.References.Single(reference => reference.Display!.EndsWith("System.Text.Json.dll", StringComparison.Ordinal));

    private static Func<CSharpCompilation, CSharpCompilation> AddTree(string text) =>
        compilation => compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(text, (CSharpParseOptions)compilation.SyntaxTrees[0].Options, "Added.cs", System.Text.Encoding.UTF8));

    private static Func<CSharpCompilation, CSharpCompilation> RenameFile(int source, string path) => compilation =>
    {
        var tree = compilation.SyntaxTrees.Single(tree => tree.FilePath == $"Source{source}.cs");
        return compilation.ReplaceSyntaxTree(tree, tree.WithFilePath(path));
    };

    private static Func<CSharpCompilation, CSharpCompilation> Reparse(Func<CSharpParseOptions, CSharpParseOptions> change) => compilation =>
        compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(compilation.SyntaxTrees.Select(tree => CSharpSyntaxTree.ParseText(tree.GetText(), change((CSharpParseOptions)tree.Options), tree.FilePath)));

    private static Func<CSharpCompilation, CSharpCompilation> Compose(params Func<CSharpCompilation, CSharpCompilation>[] edits) =>
        compilation => edits.Aggregate(compilation, (current, edit) => edit(current));
}
