using System.Globalization;
using Microsoft.CodeAnalysis;
using Sessions.Analyzers.State;
using Sessions.Generators;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.State;

public sealed class StateMemberSeenTests
{
    [Theory]
    [InlineData("[AgentSessionState] public sealed partial record P { public int A { get; init; } }", "partial record P { public int B { get; init; } }", "B of P")]
    [InlineData("[AgentSessionState] public sealed partial record P { public Other? A { get; init; } public int B { get; init; } }", "public sealed record Other(int C);", "A of P, C of Other")]
    [InlineData("[AgentSessionState] public sealed partial record P { public List<Dictionary<string, Other>> A { get; init; } = []; }", "public enum Other { One }", "A of P")]
    [InlineData("[AgentSessionState] public sealed partial record P { public Part? A { get; init; } } public partial class Part { public int B { get; set; } }", "partial class Part { public int C { get; set; } }", "C of Part")]
    [InlineData("[AgentSessionState] public sealed partial class P : Base { public int A { get; set; } }", "public class Base { public int B { get; set; } }", "B of Base")]
    [InlineData("[AgentSessionState] public sealed partial record P { public int A { get; init; } }", "partial record P { [System.Text.Json.Serialization.JsonIgnore] public int B { get; init; } public static int C { get; set; } public int M() => 1; }", "")]
    [InlineData("[AgentSessionState] public sealed partial record P { public int A { get; init; } public Part? Next { get; init; } } public sealed class Part { public List<P> All { get; set; } = []; }", "public class Unused { public int B { get; set; } }", "")]
    [InlineData("[AgentSessionState(Transient = true)] public sealed partial record P { public int A { get; init; } }", "partial record P { public int B { get; init; } }", "")]
    public async Task Member_that_another_generator_declares_is_reported(string source, string generated, string expected)
    {
        var output = GeneratorRun.Of(TestCompilation.Create(source), [.. Generators.All, new Other(generated)]).Output;
        output.AssertCompiles();
        var reports = await AnalyzerTest.Diagnose(output, [new StateMemberSeenAnalyzer()]);

        Assert.All(reports, report => Assert.Equal("Source0.cs", report.Location.SourceTree!.FilePath));
        Assert.Equal(
            expected.Length == 0 ? [] : expected.Split(", ").Select(member => $"Member '{member.Split(" of ")[0]}' of '{member.Split(" of ")[1]}' in session state 'P' is not stored: it, or its type, comes from another source generator, whose output generated code cannot see; write it by hand, or move it to a project of its own"),
            reports.Select(report => report.GetMessage(CultureInfo.InvariantCulture)));
    }

    private sealed class Other(string generated) : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context) =>
            context.RegisterSourceOutput(context.CompilationProvider, (output, _) => output.AddSource("Other.g.cs", "#nullable enable\n#pragma warning disable CS1591\n" + generated));
    }
}
