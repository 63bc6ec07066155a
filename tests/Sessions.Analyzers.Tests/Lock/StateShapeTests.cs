using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.Lock;

/// <summary>What the lock file says of each kind of type, and that broken code fails nothing.</summary>
public sealed class StateShapeTests
{
    [Theory]
    [InlineData("public List<int> Value { get; set; }", "int[]?")]
    [InlineData("public ImmutableArray<string?> Value { get; set; }", "string?[]")]
    [InlineData("public required Dictionary<Guid, List<int?>> Value { get; set; }", "required map<System.Guid, int?[]>")]
    [InlineData("public byte[]? Value { get; set; }", "base64?")]
    [InlineData("public List<byte>? Value { get; set; }", "byte[]?")]
    [InlineData("public nint Other => 0; public DateTimeOffset? Value { get; init; }", "System.DateTimeOffset?")]
    [InlineData("[JsonConverter(typeof(JsonStringEnumConverter))] public DayOfWeek? Value { get; init; }", "nameof(System.DayOfWeek)?")]
    [InlineData("[JsonConverter(typeof(Reversed))] public string Value { get; init; } = \"\";", "string by Reversed")]
    [InlineData("public ChatMessage? Value { get; init; }", "Microsoft.Extensions.AI.ChatMessage?")]
    [InlineData("[JsonInclude] private int Value;", "int")]
    [InlineData("[JsonRequired] public string Value { get; init; } = \"\"; [JsonIgnore] public int Other { get; set; }", "required string")]
    [InlineData("public Tree[]? Value { get; init; }", "Tree[]?")]
    [InlineData("public Self? Value { get; init; }", "Self[]?")]
    public async Task Member_is_written_by_what_its_JSON_is(string member, string notation)
    {
        const string Types = """

            public class Tree { public Tree? Left { get; set; } }
            public class Self : List<Self>;
            public class Reversed : JsonConverter<string>
            {
                public override string Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => "";
                public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) { }
            }
            """;
        var source = "using System.Text.Json.Serialization;\n[AgentSessionState] public partial class State { " + (notation == "int[]?" ? "\n#nullable disable\n" : "") + member + "\n#nullable enable\n }" + Types;
        var project = await LockProject.Open(LockTexts.Empty, source).FixAll();
        Assert.Contains($"\"State\": {{\n          \"Value\": \"{notation}\"\n        }}", await project.LockText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Types_inside_are_written_by_themselves()
    {
        const string Source = """
            using System.Text.Json.Serialization;
            namespace My;
            public enum Color { Red, Blue = 5 }
            [JsonConverter(typeof(JsonStringEnumConverter<Mood>))] public enum Mood { [JsonStringEnumMemberName("good")] Good, Bad }
            [JsonDerivedType(typeof(Circle), "circle"), JsonDerivedType(typeof(Square), 2)] public abstract class Shape { public Color Color { get; set; } }
            public class Circle : Shape { public double Radius { get; set; } }
            public class Square : Shape { public Mood Mood { get; set; } }
            [AgentSessionState] public sealed partial class Shapes : List<Shape>;
            """;
        var project = await LockProject.Open(LockTexts.Empty, Source).FixAll();
        Assert.Equal(
            """
            {
              "Shapes": {
                "1": {
                  "status": "draft",
                  "type": "My.Shapes",
                  "shapes": {
                    "My.Circle": {
                      "Color": "My.Color",
                      "Radius": "double"
                    },
                    "My.Color": {
                      "Blue": 5,
                      "Red": 0
                    },
                    "My.Shape": {
                      "$derived 2": "My.Square",
                      "$derived circle": "My.Circle",
                      "Color": "My.Color"
                    },
                    "My.Shapes": "My.Shape[]",
                    "My.Square": {
                      "Color": "My.Color",
                      "Mood": "nameof(My.Mood)"
                    },
                    "nameof(My.Mood)": [
                      "Bad",
                      "good"
                    ]
                  }
                }
              }
            }

            """.ReplaceLineEndings("\n"),
            await project.LockText());
        Assert.Empty(await project.Diagnose());
    }

    [Theory]
    [InlineData("Blue = 5", "Blue = 6", "value 'Blue' of 'My.Color' was 5 and is 6")]
    [InlineData(", Blue = 5", "", "value 'Blue' of 'My.Color' (5) was removed")]
    [InlineData("\"circle\"", "\"ring\"", "derived type 'circle' of 'My.Shape' (My.Circle) was removed")]
    [InlineData("double Radius", "string Radius", "'Radius' of 'My.Circle' was 'double' and is 'string?'")]
    [InlineData("[JsonDerived", "[JsonPolymorphic(TypeDiscriminatorPropertyName = \"kind\"), JsonDerived", "the discriminator of 'My.Shape' was '$type' and is 'kind'")]
    public async Task Change_inside_is_reported_at_the_state_type(string old, string @new, string change)
    {
        const string Source = """
            using System.Text.Json.Serialization;
            namespace My;
            public enum Color { Red, Blue = 5 }
            [JsonDerivedType(typeof(Circle), "circle")] public abstract class Shape { public Color Color { get; set; } }
            #nullable disable
            public class Circle : Shape { public double Radius { get; set; } }
            #nullable enable
            [AgentSessionState] public sealed partial record Shapes(ImmutableArray<Shape> All);
            """;
        var shipped = (await (await LockProject.Open(LockTexts.Empty, Source).FixAll()).LockText()).Replace("draft", "shipped", StringComparison.Ordinal);
        await LockProject.Reports(
            shipped,
            Source.Replace(old, @new, StringComparison.Ordinal).Replace("record Shapes", "record {|SESS403:Shapes|}", StringComparison.Ordinal),
            $"'Shapes' no longer has the shape of version 1, which has shipped: {change}");
    }

    [Fact]
    public async Task Code_that_is_cut_at_any_token_fails_nothing()
    {
        const string Source = "enum E { A, B, A } class L<T> : List<L<L<T>>>; [AgentSessionState] partial class A : List<L<int>> { public E E { get; set; } } partial class O { [AgentSessionState(Key = \"B\", Version = 2)] partial record B(E? E, L<E> L, B[] All) : O { public required Dictionary<E, B> Map { get; init; } } } [AgentSessionState] record A;";
        var file = LockTexts.File(LockTexts.Entry("B", LockTexts.Shipped(1, "O.B", "\"E\": \"E\"")), LockTexts.Entry("C", LockTexts.Shipped(1, "C", "\"E\": \"E\"")));
        var tokens = TestCompilation.Create(Source).SyntaxTrees[1].GetRoot(TestContext.Current.CancellationToken).DescendantTokens();
        foreach (var token in tokens)
        {
            await LockProject.Open(file, Source[..token.Span.Start]).Diagnose();
        }

        await LockProject.Open(file, Source).Diagnose();
    }
}
