using Microsoft.CodeAnalysis.CSharp;
using Sessions.Roslyn;

namespace Sessions.Generators.Tests;

public class ShapeTests
{
    [Theory]
    [InlineData("[AgentSessionState] public sealed partial class P;", "P")]
    [InlineData("[AgentSessionState] internal sealed partial record class P;", "P")]
    [InlineData("namespace A.B; [AgentSessionState] public partial record P;", "A.B.P")]
    [InlineData("namespace A { namespace B { [AgentSessionState] public partial record P; } }", "A.B.P")]
    [InlineData("namespace @namespace.@class; [AgentSessionState] public partial record @record;", "namespace.class.record")]
    [InlineData("public static partial class Outer { [AgentSessionState] public sealed partial record P; }", "Outer+P")]
    [InlineData("public partial record struct Outer { [AgentSessionState] internal sealed partial record P; }", "Outer+P")]
    [InlineData("public partial record Outer { [AgentSessionState] protected internal sealed partial record P; }", "Outer+P")]
    [InlineData("public partial interface IOuter { [AgentSessionState] public sealed partial record P; }", "IOuter+P")]
    [InlineData("public ref partial struct Outer { [AgentSessionState] public sealed partial record P; }", "Outer+P")]
    [InlineData("public partial class Outer { [AgentSessionState] private sealed partial record P; }", "Outer+P")]
    [InlineData("public partial class Outer { [AgentSessionState] private protected sealed partial record P; }", "Outer+P")]
    [InlineData("[AgentSessionState] public partial class Base { public int A { get; init; } = 1; } [AgentSessionState] public partial class P : Base { public int B { get; init; } = 2; }", "P")]
    [InlineData("[AgentSessionState] public partial class Outer { public P? Own { get; set; } [AgentSessionState] public partial class P { public Outer? Back { get; set; } } }", "Outer+P")]
    [InlineData("[AgentSessionState] public partial class P { public int A { get; set; } } public partial class P { public int B { get; set; } }", "P")]
    [InlineData("[AgentSessionState] public partial record P(int State, string Key, object Options, int System, int Sessions, int Microsoft);", "P")]
    [InlineData("[Obsolete] [AgentSessionState] public partial record P;", "P")]
    [InlineData("[Obsolete(\"old\", DiagnosticId = \"OLD1\")] [AgentSessionState] public partial record P;", "P")]
    [InlineData("#pragma warning disable NEW1, NEW2, NEW3\n[System.Diagnostics.CodeAnalysis.Experimental(\"NEW1\")] [AgentSessionState] public partial record P { [System.Diagnostics.CodeAnalysis.Experimental(\"NEW2\")] public int A { get; set; } public List<Part> B { get; set; } = []; } [System.Diagnostics.CodeAnalysis.Experimental(\"NEW3\")] public record Part;", "P")]
    [InlineData("[Obsolete(\"gone\", true)] [AgentSessionState] public partial record P { public int A { get; init; } }", "P")]
    [InlineData("[AgentSessionState(Accessor = \"no identifier\")] public partial record P;", "P")]
    [InlineData("[AgentSessionState(Accessor = \"State\")] public partial record P;", "P")]
    public void A_legal_shape_works(string source, string metadataName)
    {
        foreach (var languageVersion in (LanguageVersion[])[LanguageVersion.CSharp12, LanguageVersion.CSharp14])
        {
            using var assembly = new LoadedAssembly(Generate.From(languageVersion, source).Output);

            var typeInfo = State.TypeInfo(assembly, metadataName);
            Assert.Equal(assembly.Type(metadataName), typeInfo.Type);
        }
    }

    [Theory]
    [InlineData("[AgentSessionState] public class P;")]
    [InlineData("public class Outer { [AgentSessionState] public partial class P; }")]
    [InlineData("[AgentSessionState] public partial class P<T>;")]
    [InlineData("public partial class Outer<T> { [AgentSessionState] public partial class P; }")]
    [InlineData("[AgentSessionState] public static partial class P;")]
    [InlineData("[AgentSessionState] public abstract partial class P;")]
    [InlineData("[AgentSessionState] file partial class P;")]
    [InlineData("file partial class Outer { [AgentSessionState] public partial class P; }")]
    [InlineData("[HistoryProvider(\"a\")] public class P;")]
    [InlineData("[HistoryProvider(\"a\")] public partial class P<T>;")]
    [InlineData("[HistoryProvider(\"a\")] public abstract partial class P;")]
    [InlineData("[HistoryProvider(\"a\")] public static partial class P;")]
    [InlineData("[HistoryProvider(\"a\")] public partial record P;")]
    [InlineData("public class Other; [HistoryProvider(\"a\")] public partial class P : Other;")]
    [InlineData("[HistoryProvider(\"a\")] public partial class P : AIContextProvider;")]
    public void A_refused_shape_compiles_and_gets_nothing(string source)
    {
        var run = Generate.From(source);

        run.Output.AssertCompiles();
        Assert.Empty(run.Sources);
    }

    [Theory]
    [InlineData("[AgentSessionState] public partial struct P;")]
    [InlineData("[AgentSessionState] public ref partial struct P;")]
    [InlineData("[AgentSessionState] public partial record struct P;")]
    [InlineData("[AgentSessionState] public partial interface P;")]
    [InlineData("[AgentSessionState] public enum P;")]
    public void A_kind_that_the_attribute_does_not_allow_gets_nothing(string source)
    {
        var run = Generate.From(source);

        Assert.Empty(run.Sources);
        Assert.Equal("CS0592", Assert.Single(run.Output.GetDiagnostics(TestContext.Current.CancellationToken), diagnostic => diagnostic.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error).Id);
    }

    [Fact]
    public void Names_that_differ_by_case_alone_do_not_meet()
    {
        var run = Generate.From("[AgentSessionState] public partial class Prefs; [AgentSessionState] public partial class PREFS; [AgentSessionState] public partial class prefs_; public static partial class Outer { [AgentSessionState] public partial class Prefs; }");

        run.Output.AssertCompiles();
        Assert.Equal(4, run.Sources.Count);
        Assert.Equal(4, run.Sources.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void A_name_with_an_underscore_is_not_that_of_a_nested_type() =>
        Generate.From("[AgentSessionState] public partial class Outer_P; public partial class Outer { [AgentSessionState] public partial class P; }").Output.AssertCompiles();

    [Fact]
    public void A_very_long_name_has_a_short_file()
    {
        var run = Generate.From($"namespace {string.Join('.', Enumerable.Repeat("Segment", 60))}; [AgentSessionState] public partial class Prefs;");

        run.Output.AssertCompiles();
        Assert.All(run.Sources.Keys, name => Assert.InRange(name.Length, 1, 140));
    }

    [Fact]
    public void No_public_member_is_added()
    {
        using var assembly = Generate.Load("[AgentSessionState] public sealed partial class P { public int A { get; set; } }");

        Assert.Equal(
            ["A", "get_A", "set_A", ".ctor", "Equals", "GetHashCode", "GetType", "ToString"],
            assembly.Type("P").GetMembers().Select(member => member.Name).OrderBy(name => name is "A" ? 0 : name is "get_A" or "set_A" ? 1 : name is ".ctor" ? 2 : 3).ThenBy(name => name, StringComparer.Ordinal));
    }
}
