using System.Text.Json;
using Microsoft.CodeAnalysis;
using Sessions.Roslyn;

namespace Sessions.Generators.Tests;

/// <summary>Attributes that System.Text.Json refuses when a type is first used are found before, and only those.</summary>
public class RefusedAttributeTests
{
    private const string Types = """
        global using System.Text.Json.Serialization;
        public class CircleShape : Shape { [JsonPropertyName("kind")] public int Kind { get; set; } }
        [JsonDerivedType(typeof(CircleShape), "circle")] public class Shape;
        public struct Size { public int Width { get; set; } }
        public sealed class Made(int a) { public int A { get; } = a; }
        public class Converter<T> : JsonConverter<T> { public override T Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) { reader.Skip(); return default!; } public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteNullValue(); }
        """;

    [Theory]
    [InlineData("[JsonRequired] public int V => 1;", nameof(JsonAttributeProblem.RequiredWithoutSetter))]
    [InlineData("[JsonRequired] public List<int> V { set { } }", nameof(JsonAttributeProblem.RequiredWithoutSetter))]
    [InlineData("[JsonRequired] public string V { set { } }", "")]
    [InlineData("[JsonRequired] public int V { get; private set; }", nameof(JsonAttributeProblem.RequiredWithoutSetter))]
    [InlineData("[JsonRequired, JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public List<int> V { get; } = [];", nameof(JsonAttributeProblem.RequiredWithoutSetter))]
    [InlineData("public P() { } [JsonConstructor] public P(int v) { V = v; } [JsonRequired] public int V { get; }", nameof(JsonAttributeProblem.RequiredWithoutSetter))]
    [InlineData("[JsonRequired] public int V { get; init; }", "")]
    [InlineData("[JsonIgnore] public required int V { get; set; }", nameof(JsonAttributeProblem.RequiredIgnored))]
    [InlineData("[JsonIgnore, JsonRequired] public int V { get; set; }", nameof(JsonAttributeProblem.RequiredIgnored))]
    [InlineData("[System.Diagnostics.CodeAnalysis.SetsRequiredMembers] public P() { } [JsonIgnore] public required int V { get; set; }", "")]
    [InlineData("[JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public required int V { get; set; }", "")]
    [InlineData("[JsonPropertyName(null!)] public int V { get; set; }", nameof(JsonAttributeProblem.NullName))]
    [InlineData("[JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public int V { get; set; }", nameof(JsonAttributeProblem.IgnoredWhenNeverNull))]
    [InlineData("[JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public int? V { get; set; }", "")]
    [InlineData("[JsonIgnore(Condition = JsonIgnoreCondition.Never)] public int V { get; set; }", "")]
    [InlineData("[JsonNumberHandling(JsonNumberHandling.WriteAsString)] public string? V { get; set; }", nameof(JsonAttributeProblem.NumberHandlingWithoutNumbers))]
    [InlineData("[JsonNumberHandling(JsonNumberHandling.WriteAsString)] public DayOfWeek V { get; set; }", nameof(JsonAttributeProblem.NumberHandlingWithoutNumbers))]
    [InlineData("[JsonNumberHandling(JsonNumberHandling.WriteAsString)] public char V { get; set; }", nameof(JsonAttributeProblem.NumberHandlingWithoutNumbers))]
    [InlineData("[JsonNumberHandling(JsonNumberHandling.WriteAsString)] public byte[]? V { get; set; }", nameof(JsonAttributeProblem.NumberHandlingWithoutNumbers))]
    [InlineData("[JsonNumberHandling(JsonNumberHandling.WriteAsString)] public List<List<int>>? V { get; set; }", nameof(JsonAttributeProblem.NumberHandlingWithoutNumbers))]
    [InlineData("[JsonNumberHandling((JsonNumberHandling)77)] public int V { get; set; }", nameof(JsonAttributeProblem.NumberHandlingUnknown))]
    [InlineData("[JsonNumberHandling(JsonNumberHandling.Strict)] public string? V { get; set; }", "")]
    [InlineData("[JsonNumberHandling(JsonNumberHandling.WriteAsString)] public Dictionary<string, Int128?>? V { get; set; }", "")]
    [InlineData("[JsonNumberHandling(JsonNumberHandling.WriteAsString)] public Half V { get; set; }", "")]
    [InlineData("[JsonNumberHandling(JsonNumberHandling.WriteAsString)] public decimal V { get; set; }", "")]
    [InlineData("[JsonExtensionData] public int V { get; set; }", nameof(JsonAttributeProblem.ExtensionDataType))]
    [InlineData("[JsonExtensionData] public IReadOnlyDictionary<string, JsonElement>? V { get; set; }", nameof(JsonAttributeProblem.ExtensionDataType))]
    [InlineData("[JsonExtensionData] public Dictionary<string, object>? V { get; set; } [JsonExtensionData] public JsonObject? W { get; set; }", nameof(JsonAttributeProblem.ExtensionDataTwice))]
    [InlineData("[JsonExtensionData] public required JsonObject V { get; set; }", nameof(JsonAttributeProblem.ExtensionDataRequired))]
    [InlineData("public P() { } [JsonConstructor] public P(JsonObject? v) { V = v; } [JsonExtensionData] public JsonObject? V { get; }", nameof(JsonAttributeProblem.ExtensionDataParameter))]
    [InlineData("[JsonExtensionData] public IDictionary<string, object>? V { get; set; }", "")]
    [InlineData("[JsonExtensionData] public SortedDictionary<string, JsonElement>? V { get; set; }", "")]
    [InlineData("[JsonObjectCreationHandling((JsonObjectCreationHandling)9)] public int V { get; set; }", nameof(JsonAttributeProblem.HandlingUnknown))]
    [InlineData("[JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public int V { get; set; }", nameof(JsonAttributeProblem.PopulateType))]
    [InlineData("[JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public ImmutableArray<int> V { get; set; }", nameof(JsonAttributeProblem.PopulateType))]
    [InlineData("[JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public IEnumerable<int>? V { get; set; }", nameof(JsonAttributeProblem.PopulateType))]
    [InlineData("[JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public JsonObject? V { get; set; }", nameof(JsonAttributeProblem.PopulateType))]
    [InlineData("[JsonObjectCreationHandling(JsonObjectCreationHandling.Populate), JsonConverter(typeof(Converter<List<int>>))] public List<int>? V { get; set; }", nameof(JsonAttributeProblem.PopulateType))]
    [InlineData("[JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public Size V { get; }", nameof(JsonAttributeProblem.PopulateAccessor))]
    [InlineData("[JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public List<int> V { set { } }", nameof(JsonAttributeProblem.PopulateAccessor))]
    [InlineData("[JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public Shape? V { get; set; }", nameof(JsonAttributeProblem.PopulatePolymorphic))]
    [InlineData("public P() { } [JsonConstructor] public P(int a) { A = a; } public int A { get; } [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public List<int> V { get; } = [];", nameof(JsonAttributeProblem.PopulateConstructor))]
    [InlineData("[JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public Size? V { get; set; }", "")]
    [InlineData("[JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public Made? V { get; set; }", "")]
    [InlineData("[JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public IDictionary<string, int>? V { get; set; }", "")]
    public void An_attribute_of_a_member(string member, string expected) => AssertFound($"public class P {{ {member} }}", expected);

    [Theory]
    [InlineData("[JsonNumberHandling((JsonNumberHandling)77)] public class P { public int A { get; set; } }", nameof(JsonAttributeProblem.NumberHandlingUnknown))]
    [InlineData("[JsonUnmappedMemberHandling((JsonUnmappedMemberHandling)9)] public class P { public int A { get; set; } }", nameof(JsonAttributeProblem.HandlingUnknown))]
    [InlineData("[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)] public class P : List<int>;", nameof(JsonAttributeProblem.HandlingWithoutMembers))]
    [InlineData("[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)] public class P : Dictionary<string, int>;", nameof(JsonAttributeProblem.HandlingWithoutMembers))]
    [InlineData("[JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public class P : List<int>;", nameof(JsonAttributeProblem.HandlingWithoutMembers))]
    [InlineData("[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow), JsonConverter(typeof(Converter<P>))] public class P;", nameof(JsonAttributeProblem.HandlingWithoutMembers))]
    [InlineData("[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)] public class P;", "")]
    [InlineData("[JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public class P { public P() { } [JsonConstructor] public P(int a) { A = a; } public int A { get; } public List<int>? V { get; set; } }", nameof(JsonAttributeProblem.PopulateConstructor))]
    [InlineData("[JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public class P { public P() { } [JsonConstructor] public P(int a) { A = a; } public int A { get; } public int[]? V { get; set; } }", "")]
    [InlineData("[JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public class P { public Shape? V { get; set; } public int[]? W { get; set; } }", "")]
    [InlineData("[JsonDerivedType(typeof(P), \"p\")] public sealed class P;", nameof(JsonAttributeProblem.PolymorphicSealed))]
    [InlineData("[JsonDerivedType(typeof(P))] public sealed class P : List<int>;", nameof(JsonAttributeProblem.PolymorphicSealed))]
    [InlineData("[JsonDerivedType(typeof(P), \"p\"), JsonConverter(typeof(Converter<P>))] public class P;", nameof(JsonAttributeProblem.PolymorphicConverter))]
    [InlineData("[JsonDerivedType(typeof(P)), JsonConverter(typeof(Converter<P>))] public class P;", "")]
    [InlineData("[JsonPolymorphic] public class P;", nameof(JsonAttributeProblem.PolymorphicWithoutTypes))]
    [InlineData("[JsonDerivedType(typeof(string), \"p\")] public class P;", nameof(JsonAttributeProblem.DerivedTypeUnrelated))]
    [InlineData("[JsonDerivedType(typeof(Q), \"p\")] public class P; public abstract class Q : P;", nameof(JsonAttributeProblem.DerivedTypeAbstract))]
    [InlineData("[JsonPolymorphic(UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FallBackToNearestAncestor), JsonDerivedType(typeof(Q)), JsonDerivedType(typeof(P))] public class P; public abstract class Q : P;", "")]
    [InlineData("[JsonDerivedType(typeof(P), \"p\"), JsonDerivedType(typeof(P), \"q\")] public class P;", nameof(JsonAttributeProblem.DerivedTypeTwice))]
    [InlineData("[JsonDerivedType(typeof(P), 1), JsonDerivedType(typeof(Q), 1)] public class P; public class Q : P;", nameof(JsonAttributeProblem.DerivedTypeTwice))]
    [InlineData("[JsonDerivedType(typeof(P), 1), JsonDerivedType(typeof(Q), \"1\")] public class P; public class Q : P;", "")]
    [InlineData("[JsonPolymorphic(TypeDiscriminatorPropertyName = \"A\"), JsonDerivedType(typeof(P), \"p\")] public class P { public int A { get; set; } }", nameof(JsonAttributeProblem.DiscriminatorName))]
    [InlineData("[JsonPolymorphic(TypeDiscriminatorPropertyName = \"A\"), JsonDerivedType(typeof(P))] public class P { public int A { get; set; } }", "")]
    [InlineData("[JsonPolymorphic(TypeDiscriminatorPropertyName = \"A\"), JsonDerivedType(typeof(P), \"p\"), JsonDerivedType(typeof(Q), \"q\")] public class P { public int A { get; set; } } public class Q : P;", nameof(JsonAttributeProblem.DiscriminatorName))]
    [InlineData("[JsonDerivedType(typeof(Q), \"q\")] public class P; public class Q : P { [JsonPropertyName(\"$type\")] public int A { get; set; } }", nameof(JsonAttributeProblem.DiscriminatorName))]
    [InlineData("[JsonPolymorphic(TypeDiscriminatorPropertyName = \"A\"), JsonDerivedType(typeof(P), \"p\")] public class P { [JsonIgnore] public int A { get; set; } }", "")]
    [InlineData("[JsonPolymorphic(TypeDiscriminatorPropertyName = \"A\"), JsonDerivedType(typeof(P), \"p\")] public class P { [JsonExtensionData] public JsonObject? A { get; set; } }", "")]
    [InlineData("[JsonDerivedType(typeof(Q), \"q\")] public interface I<out T>; public class Q : I<string>; public class P { public I<object>? A { get; set; } }", "")]
    [InlineData("public class P { [JsonIgnore] public required int A { get; set; } [JsonIgnore] public required int B { get; set; } }", "RequiredIgnored RequiredIgnored")]
    public void An_attribute_of_a_type(string source, string expected) => AssertFound(source, expected);

    private static void AssertFound(string source, string expected)
    {
        var compilation = TestCompilation.Create(Types, source);
        var type = compilation.GetTypeByMetadataName("P")!;
        Assert.Equal(expected, string.Join(' ', JsonAttributeRules.FindProblems(new JsonScope(compilation, type).Of(type)).Select(problem => problem.Attribute)));

        using var assembly = new LoadedAssembly(compilation.WithOptions(compilation.Options.WithGeneralDiagnosticOption(ReportDiagnostic.Suppress)));
        Assert.Equal(expected.Length > 0, IsRefused(assembly.Type("P")));
    }

    /// <summary>Whether reflection refuses the type, whatever the JSON.</summary>
    private static bool IsRefused(Type type)
    {
        try
        {
            JsonSerializer.Deserialize("{}", type);
            return false;
        }
        catch (JsonException)
        {
            return false;
        }
        catch (Exception exception) when (exception is InvalidOperationException or NotSupportedException or ArgumentOutOfRangeException)
        {
            return true;
        }
    }
}
