using System.Text.Json;
using Sessions.Roslyn;

namespace Sessions.Generators.Tests;

/// <summary>State that is read and written by a context of the user's own, and state that is never stored.</summary>
public class JsonContextTests
{
    private const string Usings = "using System.Text.Json.Serialization;\n";

    private const string Type = """
        [AgentSessionState(JsonContext = typeof(AppJson))]
        public sealed partial record P { public string? UserName { get; init; } public (int, string) Pair { get; init; } }

        """;

    private static GeneratorRun Run(string source) =>
        GeneratorRun.Of(TestCompilation.Create(Usings + source), new StateGenerator(), JsonSourceGenerator.Create());

    [Theory]
    [InlineData("[JsonSerializable(typeof(P))]")]
    [InlineData("[JsonSerializable(typeof(List<P>))]")]
    public void The_context_of_the_user_is_used_with_its_options(string roots)
    {
        var run = Run(Type + $$"""
            [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, IncludeFields = true)]
            {{roots}}
            internal sealed partial class AppJson : JsonSerializerContext;
            public static class Program { public static P Create() => new() { UserName = "Ann", Pair = (1, "b") }; }
            """);
        using var assembly = new LoadedAssembly(run.Output);
        var typeInfo = State.TypeInfo(assembly, "P");

        Assert.DoesNotContain("class __SessionsJson", run.Source("State.g.cs"), StringComparison.Ordinal);
        var read = JsonSerializer.Deserialize("""{"userName":"Ann","pair":{"item1":1,"item2":"b"}}""", typeInfo);
        Assert.Equal("""{"userName":"Ann","pair":{"item1":1,"item2":"b"}}""", JsonSerializer.Serialize(read, typeInfo));
    }

    [Fact]
    public void A_context_by_hand_that_lacks_the_type_says_so()
    {
        using var assembly = new LoadedAssembly(Run(Type + """
            public sealed class AppJson() : JsonSerializerContext(null)
            {
                public static AppJson Default { get; } = new();
                protected override JsonSerializerOptions? GeneratedSerializerOptions => null;
                public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(Type type) => null;
            }
            """).Output);

        var error = Assert.Throws<InvalidOperationException>(() => State.TypeInfo(assembly, "P"));
        Assert.Equal("AppJson has no metadata for P. Add [JsonSerializable(typeof(P))] to it.", error.Message);
    }

    [Theory]
    [InlineData("[JsonSerializable(typeof(int))] internal sealed partial class AppJson : JsonSerializerContext;", nameof(JsonContextProblem.LacksType))]
    [InlineData("public sealed class AppJson;", nameof(JsonContextProblem.NotAContext))]
    [InlineData("public abstract class AppJson() : JsonSerializerContext(null);", nameof(JsonContextProblem.NotAContext))]
    public void Where_the_context_cannot_be_used_the_metadata_is_generated(string context, string expected)
    {
        var run = Run(Type + context);

        run.Output.AssertCompiles();
        Assert.Contains("class __SessionsJson", run.Source("State.g.cs"), StringComparison.Ordinal);
        var type = run.Output.GetTypeByMetadataName("P")!;
        Assert.Equal(expected, JsonContexts.FindProblem(run.Output.GetTypeByMetadataName("AppJson")!, new JsonScope(run.Output, type)).ToString());
    }

    [Fact]
    public async Task Transient_state_needs_no_JSON()
    {
        var run = Generate.From("""
            [AgentSessionState(Transient = true, Version = 2)]
            public sealed partial class Cache { public Action? Changed { get; set; } public System.IO.Stream? Stream { get; set; } }
            public static class Program
            {
                public static bool Run()
                {
                    var session = new TestSession();
                    session.SetCache(new Cache { Changed = () => { } });
                    return session.GetCache().Changed is not null && !session.State.TryGetJson("Cache", out _);
                }
            }
            """, AccessorTests.Session);
        using var assembly = new LoadedAssembly(run.Output);

        Assert.DoesNotContain("class __SessionsJson", run.Source("State.g.cs"), StringComparison.Ordinal);
        Assert.Equal(true, await assembly.RunAsync("Program", "Run"));
    }
}
