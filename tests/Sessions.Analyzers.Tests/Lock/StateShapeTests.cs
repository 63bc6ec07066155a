using Sessions.Analyzers.Lock;
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
    [InlineData("[JsonConverter(typeof(JsonStringEnumConverter))] public DayOfWeek? Value { get; init; }", "nameof(System.DayOfWeek)?", """
        "nameof(System.DayOfWeek)": [
                  "Friday",
                  "Monday",
                  "Saturday",
                  "Sunday",
                  "Thursday",
                  "Tuesday",
                  "Wednesday"
                ]
        """)]
    [InlineData("[JsonConverter(typeof(Reversed))] public string Value { get; init; } = \"\";", "string by Reversed")]
    [InlineData("public ChatMessage? Value { get; init; }", "Microsoft.Extensions.AI.ChatMessage?")]
    [InlineData("[JsonInclude] private int Value;", "int")]
    [InlineData("[JsonRequired] public string Value { get; init; } = \"\"; [JsonIgnore] public int Other { get; set; }", "required string")]
    [InlineData("public Tree[]? Value { get; init; }", "Tree[]?", """
        "Tree": {
                  "Left": "Tree?"
                }
        """)]
    [InlineData("public Self? Value { get; init; }", "Self[]?")]
    public Task Member_is_written_by_what_its_JSON_is(string member, string notation, string? inside = null)
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
        var source = "using System.Text.Json.Serialization;\n#pragma warning disable CS0169, CS0649, CS8618\n[AgentSessionState] public partial class {|SESS401:State|} { " + (notation == "int[]?" ? "\n#nullable disable\n" : "") + member + "\n#nullable enable\n }" + Types;
        var state = LockTexts.Draft(1, "State", $"\"Value\": \"{notation}\"");
        return LockTest.Fixes(LockTexts.Empty, source, LockTexts.File(LockTexts.Entry("State", inside is null ? state : state.With(inside))), source);
    }

    [Fact]
    public Task Types_inside_are_written_by_themselves()
    {
        const string Source = """
            using System.Text.Json.Serialization;
            namespace My;
            public enum Color { Red, Blue = 5 }
            [JsonConverter(typeof(JsonStringEnumConverter<Mood>))] public enum Mood { [JsonStringEnumMemberName("good")] Good, Bad }
            [JsonDerivedType(typeof(Circle), "circle"), JsonDerivedType(typeof(Square), 2)] public abstract class Shape { public Color Color { get; set; } }
            public class Circle : Shape { public double Radius { get; set; } }
            public class Square : Shape { public Mood Mood { get; set; } }
            [AgentSessionState] public sealed partial class {|SESS401:Shapes|} : List<Shape>;
            """;
        return LockTest.Fixes(
            LockTexts.Empty,
            Source,
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
            """,
            Source);
    }

    [Theory]
    [InlineData("Blue = 5", "Blue = 6", "value 'Blue' of 'My.Color' was 5 and is 6")]
    [InlineData(", Blue = 5", "", "value 'Blue' of 'My.Color' (5) was removed")]
    [InlineData("\"circle\"", "\"ring\"", "derived type 'circle' of 'My.Shape' (My.Circle) was removed")]
    [InlineData("double Radius", "string Radius", "'Radius' of 'My.Circle' was 'double' and is 'string?'")]
    [InlineData("[JsonDerived", "[JsonPolymorphic(TypeDiscriminatorPropertyName = \"kind\"), JsonDerived", "the discriminator of 'My.Shape' was '$type' and is 'kind'")]
    public Task Change_inside_is_reported_at_the_state_type(string old, string @new, string change)
    {
        const string Shipped = """
            {
              "Shapes": {
                "1": {
                  "status": "shipped",
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
                      "$derived circle": "My.Circle",
                      "Color": "My.Color"
                    },
                    "My.Shapes": {
                      "All": "My.Shape[]"
                    }
                  }
                }
              }
            }
            """;
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
        return LockTest.Reports(
            Shipped,
            Source.Replace(old, @new, StringComparison.Ordinal).Replace("record Shapes", "record {|SESS403:Shapes|}", StringComparison.Ordinal),
            $"'Shapes' no longer has the shape of version 1, which has shipped: {change}");
    }

    [Fact]
    public async Task Code_that_is_cut_at_any_token_fails_nothing()
    {
        const string Source = "enum E { A, B, A } class L<T> : List<L<L<T>>>; [AgentSessionState] partial class A : List<L<int>> { public E E { get; set; } } partial class O { [AgentSessionState(Key = \"B\", Version = 2)] partial record B(E? E, L<E> L, B[] All) : O { public required Dictionary<E, B> Map { get; init; } } } [AgentSessionState] record A;";
        var file = LockTexts.File(LockTexts.Entry("B", LockTexts.Shipped(1, "O.B", "\"E\": \"E\"")), LockTexts.Entry("C", LockTexts.Shipped(1, "C", "\"E\": \"E\"")));
        var tokens = TestCompilation.Create(Source).SyntaxTrees[1].GetRoot(TestContext.Current.CancellationToken).DescendantTokens();
        foreach (var source in tokens.Select(token => Source[..token.Span.Start]).Append(Source))
        {
            await AnalyzerTest.Diagnose(GeneratorRun.Of(TestCompilation.Create(source), Generators.All).Output, [new LockFileAnalyzer()], new LockFileText(file));
        }
    }
}
