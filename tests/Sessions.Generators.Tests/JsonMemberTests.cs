using System.Text.Json;
using Sessions.Roslyn;

namespace Sessions.Generators.Tests;

/// <summary>What System.Text.Json's attributes and C#'s ways to initialize mean, they mean here: reflection is the model.</summary>
public class JsonMemberTests
{
    private const string Usings = "using System.Text.Json.Serialization;\n";

    [Theory]
    [InlineData("public sealed partial record T { public string Name { get; init; } = \"initial\"; public int Age { get; init; } = 3; }", """{"Age":4}""")]
    [InlineData("public sealed partial class T { public T() => Name = \"from constructor\"; public string Name { get; set; } public List<int> Numbers { get; init; } = [1, 2]; }", "{}")]
    [InlineData("public sealed partial class T { [JsonInclude] public int Count { get; private set; } = 5; public int Other { get; private set; } = 6; }", """{"Other":9}""")]
    [InlineData("public sealed partial class T { [JsonInclude] public int Count { get; private set; } = 5; }", """{"Count":9}""")]
    [InlineData("public sealed partial class T { [JsonInclude] private int _count = 5; [JsonInclude] internal int Other = 3; public int Sum => _count + Other; }", """{"_count":9}""")]
    [InlineData("public sealed partial class T { [JsonInclude] private int Count { get; init; } = 5; public int Read => Count; }", """{"Count":9}""")]
    [InlineData("public sealed partial record T(string? Name = \"x\", int Age = -3, double Ratio = double.NaN, decimal Sum = 1.5m, char Mark = '\\n', DayOfWeek Day = DayOfWeek.Friday, long? Big = long.MinValue, DateTime When = default, float F = 0.1f) { [JsonIgnore] public int Derived { get; init; } = 8; [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)] public double Ratio { get; init; } = Ratio; }", """{"Name":"y"}""")]
    [InlineData("public sealed partial record T(int Age) { public string Name { get; init; } = \"initial\"; }", "{}")]
    [InlineData("public sealed partial class T { public Part Part { get; set; } = new(); } public class Part { public string A { get; init; } = \"a\"; public string B { get; internal set; } = \"b\"; }", """{"Part":{"B":"c"}}""")]
    [InlineData("public sealed partial class T { public Part Part { get; set; } = new(); } public struct Part { public Part() { } public string A { get; init; } = \"a\"; public int B { get; set; } = 2; }", """{"Part":{"B":3}}""")]
    [InlineData("public sealed partial class T : Middle { public override string Name { get; init; } = \"override\"; public new long Number { get; init; } = 5; } public abstract class Middle : Base { public string M { get; init; } = \"m\"; } public abstract class Base { public virtual string Name { get; init; } = \"base\"; public int Number { get; init; } = 3; public string? Own { get; init; } = \"own\"; protected int Hidden { get; set; } }", """{"Own":null}""")]
    [InlineData("public sealed partial class T : Base { internal new string Count { get; set; } = \"x\"; } public class Base { public int Count { get; set; } = 3; }", """{"Count":9}""")]
    [InlineData("public sealed partial class T : Base<int> { internal new string Count() => \"x\"; } public class Base<TCount> { public TCount? Count { get; set; } }", """{"Count":9}""")]
    [InlineData("public sealed partial class T : Base { internal new string? Kept { get; set; } } public class Base { [JsonInclude] protected int Kept { get; private set; } = 3; public int Read => Kept; }", """{"Kept":9}""")]
    [InlineData("public sealed partial class T { public T(int a) => A = a; [JsonConstructor] private T(int a, string b) { A = a; B = b; } public int A { get; } public string B { get; } = \"x\"; }", """{"A":1,"B":"y"}""")]
    [InlineData("public sealed partial class T { public List<int> Replaced { get; } = [1]; [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public List<int> Populated { get; } = [1]; }", """{"Replaced":[2],"Populated":[2]}""")]
    [InlineData("[JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public sealed partial class T { public List<int> Populated { get; } = [1]; }", """{"Populated":[2]}""")]
    [InlineData("public sealed partial class T { public int @class { get; init; } = 4; public string? @event { get; set; } }", """{"event":"e"}""")]
    [InlineData("public sealed partial class T { [JsonPropertyName(\"n\\u00e4me \\\"q\\\"\")] public string? Name { get; set; } [JsonPropertyOrder(-1)] public int First { get; set; } }", """{"näme \u0022q\u0022":"x"}""")]
    [InlineData("public sealed partial class T { [JsonIgnore] public Type? Ignored { get; set; } [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Absent { get; set; } [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public int Zero { get; set; } [JsonIgnore(Condition = JsonIgnoreCondition.Never)] public int Kept { get; set; } }", """{"Ignored":"x"}""")]
    [InlineData("[JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)] public sealed partial class T { public int A { get; set; } }", """{"A":"5"}""")]
    [InlineData("public sealed partial class T { public Numbers? Own { get; set; } public List<int> Others { get; set; } = [1]; } [JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)] public sealed class Numbers : List<int>;", """{"Own":["5",6]}""")]
    [InlineData("[JsonNumberHandling(JsonNumberHandling.WriteAsString)] public sealed partial class T { public List<int> Numbers { get; set; } = [1]; public Part Part { get; set; } = new(); } public sealed class Part { public int A { get; set; } public Dictionary<string, int> B { get; set; } = []; }", """{"Part":{"A":3,"B":{"x":1}}}""")]
    [InlineData("public sealed partial class T { public int Known { get; set; } [JsonExtensionData] public Dictionary<string, JsonElement>? More { get; set; } }", """{"Known":1,"Unknown":{"x":[1]}}""")]
    [InlineData("public sealed partial class T { public int Known { get; set; } [JsonExtensionData] public JsonObject? More { get; set; } }", """{"Known":1,"Unknown":{"x":[1]}}""")]
    [InlineData("public sealed partial class T { [JsonConverter(typeof(JsonStringEnumConverter))] public DayOfWeek Day { get; set; } [JsonConverter(typeof(JsonStringEnumConverter))] public DayOfWeek? Maybe { get; set; } [JsonConverter(typeof(JsonStringEnumConverter<DayOfWeek>))] public DayOfWeek? Generic { get; set; } public DayOfWeek Number { get; set; } }", """{"Day":"Friday","Maybe":"Monday","Generic":"Sunday","Number":2}""")]
    [InlineData("public sealed partial class T { [JsonConverter(typeof(Upper))] public string? Name { get; set; } [JsonConverter(typeof(Hex))] public int Number { get; set; } [JsonConverter(typeof(Hex))] public int? Maybe { get; set; } } public sealed class Upper : JsonConverter<string> { public override string? Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.GetString()?.ToLowerInvariant(); public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToUpperInvariant()); } public sealed class Hex : JsonConverter<int> { public override int Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => Convert.ToInt32(reader.GetString(), 16); public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString(\"x\")); }", """{"Name":"ABC","Number":"ff","Maybe":null}""")]
    [InlineData("public sealed partial class T { public required Self? Next { get; init; } [Obsolete(\"old\")] public int Old { get; set; } [Obsolete(\"gone\", true)] public int Gone { get; set; } } public sealed class Self { public Self? Next { get; set; } public List<Self> All { get; set; } = []; public Dictionary<string, Self>? Map { get; set; } }", """{"Next":{"Next":{},"All":[{}],"Map":{"a":null}},"Old":3,"Gone":4}""")]
    [InlineData("public partial interface IOuter { public partial struct Middle { [AgentSessionState] internal partial record class T { private sealed class Secret { public int Value { get; init; } = 3; } [JsonInclude] private Secret Kept { get; init; } = new(); } } }", """{"Kept":{"Value":4}}""", "IOuter+Middle+T")]
    public void A_document_is_read_and_written_as_reflection_does(string declaration, string json, string name = "T")
    {
        using var assembly = Generate.Load(Usings + (name == "T" ? "[AgentSessionState] " : "") + declaration);
        var typeInfo = State.TypeInfo(assembly, name);

        var read = JsonSerializer.Deserialize(json, typeInfo);
        var readByReflection = JsonSerializer.Deserialize(json, typeInfo.Type);

        Assert.Equal(JsonSerializer.Serialize(readByReflection, typeInfo.Type), JsonSerializer.Serialize(read, typeInfo.Type));
        Assert.Equal(JsonSerializer.Serialize(readByReflection, typeInfo.Type), JsonSerializer.Serialize(read, typeInfo));
    }

    [Theory]
    [InlineData("public sealed partial record T { public required string Name { get; init; } }", "{}")]
    [InlineData("public sealed partial record T { [JsonRequired] public string? Name { get; set; } }", "{}")]
    [InlineData("public sealed partial record T(string A) { public required string Name { get; init; } }", """{"A":"a"}""")]
    [InlineData("[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)] public sealed partial record T;", """{"x":1}""")]
    [InlineData("public sealed partial record T { public int Age { get; init; } }", """{"Age":"x"}""")]
    [InlineData("public sealed partial record T { public int Age { get; init; } }", """{"Age":null}""")]
    public void What_reflection_refuses_is_refused_with_the_same_words(string declaration, string json)
    {
        using var assembly = Generate.Load(Usings + "[AgentSessionState] " + declaration);
        var typeInfo = State.TypeInfo(assembly, "T");

        var expected = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, typeInfo.Type));
        Assert.Equal(expected.Message, Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, typeInfo)).Message);
    }

    [Fact]
    public void A_factory_that_does_not_convert_the_type_says_so()
    {
        using var assembly = Generate.Load(Usings + """
            [AgentSessionState]
            public sealed partial class T { [JsonConverter(typeof(Factory))] public string? Name { get; set; } }
            public sealed class Factory : JsonConverterFactory
            {
                public override bool CanConvert(Type type) => false;
                public override JsonConverter? CreateConverter(Type type, JsonSerializerOptions options) => null;
            }
            """);

        Assert.Contains("Factory has no converter for System.String", Assert.Throws<InvalidOperationException>(() => State.TypeInfo(assembly, "T")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_resolver_for_AI_types_alone_is_not_asked_where_there_are_none() =>
        Assert.DoesNotContain("AIJsonUtilities", Generate.From("[AgentSessionState] public sealed partial record T(int A);").Source("State.g.cs"), StringComparison.Ordinal);
}
