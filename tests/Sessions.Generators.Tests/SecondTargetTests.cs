using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Sessions.Roslyn;

namespace Sessions.Generators.Tests;

/// <summary>Another runtime, with names of its own, is written for from the same models.</summary>
public class SecondTargetTests
{
    private const string Runtime = """
        namespace Other;
        [AttributeUsage(AttributeTargets.Class)] public sealed class SlotAttribute : Attribute { public string? Key { get; set; } public int Version { get; set; } public string? Accessor { get; set; } }
        [AttributeUsage(AttributeTargets.Method)] public sealed class StepAttribute : Attribute { public int From { get; set; } }
        [AttributeUsage(AttributeTargets.Class)] public sealed class ArchiveAttribute(string name) : Attribute { public string Name => name; public bool StoreInputs { get; set; } }
        public abstract class Archive { public virtual string Title => "none"; public virtual string Owner => "none"; }
        public sealed class Thread { public Dictionary<string, object> Bag { get; } = []; }
        public sealed class Round;
        public readonly record struct Address(string Text);
        """;

    private static readonly TargetNames Names = new(
        "Other.SlotAttribute",
        "Other.StepAttribute",
        new ProviderKind("Other.ArchiveAttribute", "Other.Archive", ["Title", "Owner"]),
        "Other.Address",
        "Other.Thread",
        "Other.Round",
        "Other");

    [Fact]
    public void State_is_read_by_the_names_of_its_runtime()
    {
        var run = GeneratorRun.Of(
            TestCompilation.Create(
                Runtime,
                "namespace App; [Other.Slot(Key = \"k\", Version = 2)] public sealed partial record Prefs { public int Size { get; init; } [Other.Step(From = 1)] private static void One(System.Text.Json.Nodes.JsonObject state) => state.Clear(); }",
                "namespace App; [Other.Slot(Accessor = \"Thread\")] public sealed partial record Named;",
                "namespace App; [AgentSessionState] public sealed partial record NotOurs;"),
            new StateTarget());
        run.Output.AssertCompiles();

        Assert.Equal("k 2 1:One Size property", run.Source("Prefs.g.cs").Split("// ")[1]);
        Assert.Equal("Named 1   ", run.Source("Named.g.cs").Split("// ")[1]);
        Assert.Equal(2, run.Sources.Count);
    }

    [Fact]
    public void A_provider_is_read_by_the_names_of_its_runtime()
    {
        var run = GeneratorRun.Of(
            TestCompilation.Create(
                Runtime,
                """
                namespace App;
                [Other.Slot] public sealed partial record Prefs;
                [Other.Archive("a", StoreInputs = false)] public sealed partial class P
                {
                    public override string Owner => "me";
                    public List<ChatMessage> GetMessagesAsync(Other.Thread thread, Prefs? prefs, Other.Address address, Other.Round round, IServiceProvider services, CancellationToken token) => throw new NotSupportedException($"{thread}{prefs}{address}{round}{services}{token}");
                    public Task SaveMessagesAsync(AgentSession session) => throw new NotSupportedException($"{session}");
                }
                """),
            new ProviderTarget());
        run.Output.AssertCompiles();

        Assert.Equal("a Session State SessionKey Turn Services CancellationToken; Missing; Owner; LoadMessages StoreOutputs", run.Source("P.g.cs").Split("// ")[1]);
    }

    [Theory]
    [InlineData("public Task<List<ChatMessage>> GetContextAsync(AgentSession session, IReadOnlyList<ChatMessage> input) => throw null!;", ProviderMethodProblem.None)]
    [InlineData("public Task<List<ChatMessage>> GetContextAsync(AgentSession session) => throw null!;", ProviderMethodProblem.NoMessages)]
    [InlineData("public Task GetContextAsync(IReadOnlyList<ChatMessage> input) => throw null!;", ProviderMethodProblem.ReturnType)]
    [InlineData("public List<ChatMessage> GetContextAsync(IReadOnlyList<ChatMessage> input, int size) => throw null!;", ProviderMethodProblem.UnknownParameter)]
    [InlineData("", ProviderMethodProblem.Missing)]
    public void A_method_of_another_kind_of_provider_is_bound_by_the_same_rules(string method, object problem)
    {
        var compilation = TestCompilation.Create($"public sealed partial class P : AIContextProvider {{ {method} }}").AssertCompiles();
        var type = compilation.GetTypeByMetadataName("P")!;
        var binding = new ProviderMethodBinder(type, compilation, RuntimeNames.All).Bind(new("GetContextAsync", TakesMessages: true, ReturnsMessages: true));

        Assert.Equal(problem, binding.Problem);
        Assert.Equal(binding.IsUsable ? [ProviderArgument.Session, ProviderArgument.Messages] : problem is ProviderMethodProblem.UnknownParameter ? [ProviderArgument.Messages] : [], binding.Arguments.Select(bound => bound.Argument));
        Assert.Equal(TypeRefusal.None, ProviderShape.WhyRefused(type, new ProviderKind("Sessions.ContextAttribute", "Sessions.Agents.AIContextProvider", [])));
        Assert.Equal(TypeRefusal.OtherBaseClass, ProviderShape.WhyRefused(type, RuntimeNames.HistoryProvider));
    }

    private sealed class StateTarget : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context) => context.RegisterSourceOutput(
            context.SyntaxProvider.ForAttributeWithMetadataName(Names.StateAttribute, (node, _) => node is TypeDeclarationSyntax, (type, token) => StateParser.Parse(type, Names, token)!),
            (output, state) => output.AddSource($"{state.Type.MetadataName}.g.cs", $$"""
                internal static class {{state.ExtensionsName}} { public static {{state.Type.FullName}} Get{{state.Accessor}}(this Other.Thread thread) => ({{state.Type.FullName}})thread.Bag["{{state.Key}}"]; }
                // {{state.Key}} {{state.Version}} {{string.Join(' ', state.Migrations.Select(step => $"{step.From}:{step.Method}"))}} {{string.Join(' ', state.Json!.Types[0].Object!.Members.Select(member => member.Name))}} {{(state.HasProperty ? "property" : "")}}
                """));
    }

    private sealed class ProviderTarget : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context) => context.RegisterSourceOutput(
            context.SyntaxProvider.ForAttributeWithMetadataName(Names.HistoryProvider.Attribute, (node, _) => node is TypeDeclarationSyntax, (type, token) => HistoryProviderParser.Parse(type, Names, token)!),
            (output, provider) => output.AddSource($"{provider.Type.MetadataName}.g.cs", $$"""
                namespace App { partial class {{provider.Name}} : Other.Archive { } }
                // {{provider.SourceId}} {{string.Join(' ', provider.Load.Arguments.Select(argument => argument.Argument))}}; {{provider.Save.Kind}}; {{string.Join(' ', provider.Overridden)}}; {{string.Join(' ', provider.Flags.Where(flag => flag.Value).Select(flag => flag.Name))}}
                """));
    }
}
