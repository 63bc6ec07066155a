using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;
using Sessions.Roslyn;

namespace Sessions.Generators.Tests;

/// <summary>What is generated depends on what the sources say, and not on their order or on the machine.</summary>
public class DeterminismTests
{
    private static readonly string[] Sources =
    [
        """
        using System.Text.Json.Serialization;
        namespace App;
        [AgentSessionState(Version = 3), JsonDerivedType(typeof(Split), "split")]
        public partial record Split { public int A { get; init; } public Shape? Shape { get; init; } [StateMigration(From = 2), Obsolete("o", DiagnosticId = "OLD2")] private static void Two(JsonObject state) => state.Clear(); }
        """,
        """
        using System.Text.Json.Serialization;
        namespace App;
        [JsonDerivedType(typeof(First), "first")]
        public partial record Split { public string? B { get; init; } public Nested? C { get; init; } [StateMigration(From = 1), Obsolete("o", DiagnosticId = "OLD1")] private static void One(JsonObject state) => state.Clear(); }
        """,
        """
        using System.Text.Json.Serialization;
        namespace App;
        [JsonDerivedType(typeof(Second), "second")]
        public partial record Split { [Obsolete("o", DiagnosticId = "OLD0")] public List<DateOnly> D { get; init; } = []; [JsonInclude] private ISet<Guid>? _e; public ISet<Guid>? Read() => _e; }
        public sealed record First : Split;
        public sealed record Second : Split { public decimal Own { get; init; } }
        """,
        "namespace App; [AgentSessionState(Key = \"İI ıi\")] public sealed partial record Defaults(double A = -1.5e-7, decimal B = -1234567.89m, long C = long.MinValue, float D = 1.5f, int Iıİi = -1, DayOfWeek E = (DayOfWeek)(-3));",
        "namespace App; [AgentSessionState] public sealed partial record Inı(int I, int İ, int ı, int i);",
        "using System.Text.Json.Serialization; namespace App; [JsonDerivedType(typeof(Circle), -1)] public abstract partial record Shape; public record Circle(double Radius) : Shape; public class Nested { public Half Value { get; set; } }",
        "using System.Text.Json.Serialization; namespace App; [JsonDerivedType(typeof(Square), 12345)] public abstract partial record Shape; public record Square(double Side) : Shape;",
        "namespace App; [HistoryProvider(\"database\")] public sealed partial class Provider { public List<ChatMessage> GetMessagesAsync(Split split) => throw new NotSupportedException($\"{split}\"); }",
        "namespace App; public sealed partial class Provider : IDisposable { public void SaveMessagesAsync(List<ChatMessage> messages, Inı state) => throw new NotSupportedException($\"{messages} {state}\"); public void Dispose() { } }",
        "namespace App; [HistoryProvider(\"ıaudit\", LoadMessages = false)] public sealed partial class Iıaudit { public void SaveMessagesAsync(List<ChatMessage> messages) => throw new NotSupportedException($\"{messages}\"); }",
    ];

    private static readonly CSharpCompilation Compilation = TestCompilation.Create(["#pragma warning disable OLD0, OLD1, OLD2", .. Sources]);

    private static readonly IReadOnlyDictionary<string, string> Expected = Run(Compilation);

    [Fact]
    public void The_sources_are_right() => Generate.From(Compilation).Output.AssertCompiles();

    [Fact]
    public void Files_in_reverse_order_give_the_same_texts() =>
        Assert.Equal(Expected, Run(Compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(Compilation.SyntaxTrees.Reverse())));

    [Fact]
    public void Files_in_any_order_give_the_same_texts()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var trees = Compilation.SyntaxTrees.ToArray();
            new Random(seed).Shuffle(trees);
            Assert.Equal(Expected, Run(Compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(trees)));
        }
    }

    /// <summary>Two steps from one version and two methods that could save are errors, and are the same errors in any order.</summary>
    [Fact]
    public void What_is_twice_there_is_taken_from_the_same_file_in_any_order()
    {
        var compilation = TestCompilation.Create(
            "[AgentSessionState(Version = 2)] public sealed partial record P { [StateMigration(From = 1)] private static void Left(JsonObject state) => state.Clear(); }",
            "public sealed partial record P { [StateMigration(From = 1)] private static void Right(JsonObject state) => state.Clear(); }",
            "[HistoryProvider(\"a\", LoadMessages = false)] public sealed partial class Provider { public void SaveMessagesAsync(string id, List<ChatMessage> messages) { } }",
            "public sealed partial class Provider { public void SaveMessagesAsync(List<ChatMessage> messages) { } }");

        Assert.Equal(Run(compilation), Run(compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(compilation.SyntaxTrees.Reverse())));
    }

    [Theory]
    [InlineData("tr-TR", "-1,5")]
    [InlineData("de-DE", "-1,5")]
    [InlineData("sv-SE", "\u22121,5")]
    [InlineData("ar-SA", null)]
    [InlineData("th-TH", "-1.5")]
    public void The_culture_does_not_matter(string name, string? number)
    {
        var (culture, userInterface) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(name);
            Assert.True(number is null || (-1.5).ToString(CultureInfo.CurrentCulture) == number, "The machine does not know the culture, so that the test would show nothing.");
            Assert.Equal(Expected, Run(Compilation));
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, userInterface);
        }
    }

    private static SortedDictionary<string, string> Run(CSharpCompilation compilation) =>
        new(Generate.From(compilation).Sources.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
}
