using System.Text.Json.Nodes;
using Sessions.Analyzers.Lock;
using Sessions.Roslyn;
using Sessions.Shapes;

namespace Sessions.Analyzers.Tests.Lock;

/// <summary>The sample that is recorded of a shipped version is read by the type that it is of, and loses nothing.</summary>
public sealed class StateSampleTests
{
    private const string Reader = """
        public static class Reader
        {
            public static string Copy<T>(string json) where T : class, IAgentSessionState<T> => JsonSerializer.Serialize(JsonSerializer.Deserialize(json, T.StateTypeInfo!)!, T.StateTypeInfo!);
        }
        """;

    // What the shape does not tell the JSON of.
    private static readonly string[] Untold = ["Chat", "AIContent", "TextContent", "UsageDetails", "AdditionalPropertiesDictionary"];

    [Fact]
    public async Task A_sample_of_each_type_of_a_member_is_read_back()
    {
        var states = MemberTypes.All.Select((member, index) =>
            $"[AgentSessionState] public sealed partial record S{index} {{ public {member.Type} M {{ get; set; }} = default!; public static string Copy(string json) => Reader.Copy<S{index}>(json); }}");
        var compilation = GeneratorRun.Of(TestCompilation.Create(["#pragma warning disable\n" + MemberTypes.Source + Reader + string.Concat(states)]), Generators.All).Output;
        using var assembly = new LoadedAssembly(compilation);
        foreach (var (index, (type, _)) in MemberTypes.All.Index())
        {
            var shape = DeclaredState.Find(compilation.GetTypeByMetadataName($"S{index}")!, compilation, CancellationToken.None)!.Shape;
            var sample = JsonNode.Parse(Write(shape))!.AsObject();
            Assert.True(sample["M"] is not null != Untold.Any(name => type.Contains(name, StringComparison.Ordinal) && !type.StartsWith("List", StringComparison.Ordinal)), $"{type}: {sample}");
            var copy = JsonNode.Parse((string)(await assembly.RunAsync($"S{index}", "Copy", sample.ToJsonString()))!)!;
            Assert.True(!sample.ContainsKey("M") || IsPartOf(sample["M"], copy["M"]), $"{type}: {sample} became {copy}");
        }
    }

    [Fact]
    public void A_sample_has_a_value_for_every_member()
    {
        var shape = Shape("""
            public string Name { get; init; } = ""; public int? Level { get; init; } public ImmutableArray<Stop> Stops { get; init; } = [];
            public Dictionary<string, Stop> ByName { get; init; } = []; public Trip? Before { get; init; } public required DateOnly Day { get; init; }
            }
            public sealed record Stop { public required string City { get; init; } public bool IsLast { get; init; }
            """);
        Assert.Equal(
            """{"Before":null,"ByName":{"ByName":{"City":"City","IsLast":true}},"Day":"2024-02-29","Level":1,"Name":"Name","Stops":[{"City":"City","IsLast":true}]}""",
            JsonNode.Parse(Write(shape))!.ToJsonString());
        Assert.Equal(Write(shape), Write(shape));
    }

    [Fact]
    public void Where_a_required_member_is_not_told_there_is_no_sample() => Assert.Null(StateSample.Of(Shape("public required ChatMessage Last { get; init; }")));

    [Fact]
    public Task A_compatible_change_renews_the_sample()
    {
        var file = LockTexts.File(LockTexts.Entry("Trip", WithSample(LockTexts.Shipped(1, "Trip", "\"Goal\": \"string?\""), "\"Goal\": \"Goal\"")));
        var renewed = LockTexts.File(LockTexts.Entry("Trip", WithSample(LockTexts.Shipped(1, "Trip", "\"Days\": \"int\"", "\"Goal\": \"string?\""), "\"Days\": 1,\n        \"Goal\": \"Goal\"")));
        return LockTest.Fixes(file, Code("{|SESS405:Trip|}"), renewed, Code("Trip"));

        static string Code(string name) => $"[AgentSessionState] public sealed partial record {name} {{ public string? Goal {{ get; init; }} public int Days {{ get; init; }} }}";

        static string WithSample(string version, string members) => version.Replace("\n    }", $",\n      \"sample\": {{\n        {members}\n      }}\n    }}", StringComparison.Ordinal);
    }

    private static StateShape Shape(string members)
    {
        var compilation = TestCompilation.Create($"[AgentSessionState] public sealed partial record Trip {{ {members} }}");
        return DeclaredState.Find(compilation.GetTypeByMetadataName("Trip")!, compilation, CancellationToken.None)!.Shape;
    }

    /// <summary>The sample as the file has it.</summary>
    private static string Write(StateShape shape)
    {
        var written = LockFileWriter.Write(LockFile.Empty.With("Key", 1, new LockedVersion(IsShipped: false, shape)).Ship());
        Assert.Equal(written, LockFileWriter.Write(LockFileReader.Read(written)));
        return JsonNode.Parse(written)!["Key"]!["1"]!["sample"]!.ToJsonString();
    }

    /// <summary>Whether the copy has all that the sample has: it may have defaults besides.</summary>
    private static bool IsPartOf(JsonNode? sample, JsonNode? copy) => (sample, copy) switch
    {
        (JsonObject own, JsonObject other) => own.All(member => other.ContainsKey(member.Key) && IsPartOf(member.Value, other[member.Key])),
        (JsonArray own, JsonArray other) => own.Count == other.Count && own.Zip(other).All(pair => IsPartOf(pair.First, pair.Second)),
        _ => JsonNode.DeepEquals(sample, copy),
    };
}
