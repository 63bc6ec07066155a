using System.Text.Json;
using Microsoft.CodeAnalysis;
using Sessions.Roslyn;

namespace Sessions.Generators.Tests;

public class UnsupportedMemberTests
{
    private const string Types = """
        #pragma warning disable CS0649, CS0169
        public interface IShape { int Sides { get; } }
        public abstract class Shape { public int Sides { get; set; } }
        public sealed class Demanding : List<int> { public required int Limit { get; init; } }
        public sealed class Hidden { private Hidden() { } public static Hidden Make() => new(); }
        public sealed class TwoConstructors { public TwoConstructors(int a) => A = a; public TwoConstructors(string b) => A = b.Length; public int A { get; } }
        public sealed class Unbound { public Unbound(int other) => A = other; public int A { get; } }
        public sealed record Generic<T> { public T? Value { get; init; } }
        public sealed class Holder { public Holder? Next { get; set; } public List<Action>? Actions { get; set; } }
        public sealed class Growing<T> { public Growing<KeyValuePair<T, T>>? Next { get; set; } }
        public interface INumbers : IList<int>;
        public sealed class MarkAttribute : System.Text.Json.Serialization.JsonConverterAttribute;
        [Mark] public sealed record Marked(int A);
        [System.Text.Json.Serialization.JsonConverter(typeof(NoNameConverter))] public sealed record NoName(int A);
        public sealed class NoNameConverter : System.Text.Json.Serialization.JsonConverter<NoName>
        {
            public override NoName Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new(reader.GetInt32());
            public override void Write(Utf8JsonWriter writer, NoName value, JsonSerializerOptions options) => writer.WriteNumberValue(value.A);
        }
        """;

    [Theory]
    [InlineData("Action", nameof(JsonTypeProblemKind.NotData))]
    [InlineData("Func<int>", nameof(JsonTypeProblemKind.NotData))]
    [InlineData("dynamic", nameof(JsonTypeProblemKind.NotData))]
    [InlineData("Type", nameof(JsonTypeProblemKind.NoConverter))]
    [InlineData("IntPtr", nameof(JsonTypeProblemKind.NoConverter))]
    [InlineData("System.IO.Stream", nameof(JsonTypeProblemKind.NoConverter))]
    [InlineData("CancellationToken", nameof(JsonTypeProblemKind.NoConverter))]
    [InlineData("Exception", nameof(JsonTypeProblemKind.NoConverter))]
    [InlineData("System.Numerics.Vector2", nameof(JsonTypeProblemKind.NoConverter))]
    [InlineData("Task<int>", nameof(JsonTypeProblemKind.NoConverter))]
    [InlineData("(int A, string B)", nameof(JsonTypeProblemKind.Tuple))]
    [InlineData("List<(int, int)>", nameof(JsonTypeProblemKind.Tuple))]
    [InlineData("int[,]", nameof(JsonTypeProblemKind.MultiDimensionalArray))]
    [InlineData("IShape", nameof(JsonTypeProblemKind.Abstract))]
    [InlineData("Shape[]", nameof(JsonTypeProblemKind.Abstract))]
    [InlineData("Hidden", nameof(JsonTypeProblemKind.Constructor))]
    [InlineData("TwoConstructors", nameof(JsonTypeProblemKind.Constructor))]
    [InlineData("Unbound", nameof(JsonTypeProblemKind.ConstructorParameter))]
    [InlineData("Marked", nameof(JsonTypeProblemKind.ConverterAttribute))]
    [InlineData("Dictionary<NoName, int>", nameof(JsonTypeProblemKind.DictionaryKey))]
    [InlineData("Dictionary<Shape, int>", nameof(JsonTypeProblemKind.DictionaryKey))]
    [InlineData("Dictionary<object, int>", nameof(JsonTypeProblemKind.DictionaryKey))]
    [InlineData("System.Collections.ObjectModel.ReadOnlyCollection<int>", nameof(JsonTypeProblemKind.CollectionConstructor))]
    [InlineData("System.Collections.Concurrent.ConcurrentBag<int>", nameof(JsonTypeProblemKind.CollectionConstructor))]
    [InlineData("ArraySegment<int>", nameof(JsonTypeProblemKind.CollectionConstructor))]
    [InlineData("INumbers", nameof(JsonTypeProblemKind.CollectionConstructor))]
    [InlineData("Demanding", nameof(JsonTypeProblemKind.CollectionConstructor))]
    [InlineData("System.Collections.ArrayList", nameof(JsonTypeProblemKind.NoConverter))]
    [InlineData("Holder", nameof(JsonTypeProblemKind.NotData))]
    [InlineData("AITool", nameof(JsonTypeProblemKind.Abstract))]
    [InlineData("IChatClient", nameof(JsonTypeProblemKind.Abstract))]
    [InlineData("DelegatingChatClient", nameof(JsonTypeProblemKind.Constructor))]
    [InlineData("Growing<int>", nameof(JsonTypeProblemKind.Endless))]
    [InlineData("Missing", nameof(JsonTypeProblemKind.Unknown))]
    public void A_member_that_cannot_be_serialized_is_left_out_and_named(string type, string expected)
    {
        var run = Generate.From(Types, $"[AgentSessionState] public sealed partial class P {{ public {type}? Value {{ get; set; }} public int Kept {{ get; set; }} }}");
        var state = run.Output.GetTypeByMetadataName("P")!;
        var member = JsonMembers.Of(state).First();

        Assert.Equal(expected, JsonTypeRules.FindProblem(member, new JsonScope(run.Output, state))?.Kind.ToString());
        if (expected != nameof(JsonTypeProblemKind.Unknown))
        {
            using var assembly = new LoadedAssembly(run.Output);
            var typeInfo = State.TypeInfo(assembly, "P");
            Assert.Equal("""{"Kept":0}""", JsonSerializer.Serialize(State.Create(assembly, "P"), typeInfo));
        }
        else
        {
            Assert.All(run.Output.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error), error => Assert.Equal("Source1.cs", error.Location.SourceTree!.FilePath));
        }
    }
}
