using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sessions.Roslyn;

namespace Sessions.Generators.Tests;

/// <summary>Attributes are read as they are written where their names can mean one thing only, and are bound elsewhere: the outcome is the same.</summary>
public class AttributeNamesTests
{
    private const string Usings = "using System.Text.Json.Serialization;\n";
    private const string Own = "[AttributeUsage(AttributeTargets.All)] public sealed class ";

    [Theory]
    [InlineData("[JsonPropertyName(\"n\")] public int A { get; set; } = 1;")]
    [InlineData("[JsonPropertyName(@\"n\"\"\")] public int A { get; set; } = 1;")]
    [InlineData("[JsonPropertyName(\"\"\"n\"\"\")] public int A { get; set; } = 1;")]
    [InlineData("[JsonPropertyName(nameof(T))] public int A { get; set; } = 1;")]
    [InlineData("[JsonPropertyName(name: \"n\")] public int A { get; set; } = 1;")]
    [InlineData("[JsonPropertyNameAttribute(\"n\")] public int A { get; set; } = 1;")]
    [InlineData("[System.Text.Json.Serialization.JsonPropertyName(\"n\")] public int A { get; set; } = 1;")]
    [InlineData("[JsonIgnore] public int A { get; set; } = 1;")]
    [InlineData("[System.ComponentModel.Description(\"a\"), JsonIgnore, JsonPropertyName(\"n\")] public int A { get; set; } = 1;")]
    [InlineData("[JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public int A { get; set; }")]
    [InlineData("[JsonIgnore(Condition = (JsonIgnoreCondition)2)] public int A { get; set; }")]
    [InlineData("[JsonIgnore(Condition = JsonIgnoreCondition.Never)] public JsonIgnoreCondition JsonIgnoreCondition { get; set; }")]
    [InlineData("[JsonInclude, JsonPropertyName(\"n\")] public int A { get; private set; } = 1;")]
    [InlineData("[field: JsonIgnore] public int A { get; set; } = 1;")]
    [InlineData("[Skip] public int A { get; set; } = 1;", "using Skip = System.Text.Json.Serialization.JsonIgnoreAttribute;")]
    [InlineData("[Skip] public int A { get; set; } = 1;", "", "global using Skip = System.Text.Json.Serialization.JsonIgnoreAttribute;")]
    [InlineData("[JsonIgnore] public int A { get; set; } = 1;", "using JsonIgnoreAttribute = App.OtherAttribute;", Own + "OtherAttribute : Attribute;")]
    [InlineData("[JsonIgnore] public int A { get; set; } = 1;", "", "global using JsonIgnoreAttribute = App.OtherAttribute;\n" + Own + "OtherAttribute : Attribute;")]
    [InlineData("[JsonIgnore] public int A { get; set; } = 1;", "", Own + "JsonIgnoreAttribute : Attribute;")]
    [InlineData("[JsonIgnore] public int A { get; set; } = 1;", "", "public partial record T { " + Own + "JsonIgnoreAttribute : Attribute; }")]
    [InlineData("[JsonPropertyName(\"n\")] public int A { get; set; } = 1;", "", "namespace Far { public sealed class JsonPropertyNameAttribute : Attribute; }")]
    [InlineData("[JsonPropertyName(\"n\")] public int A { get; set; } = 1;", "", "public enum JsonPropertyName { A }")]
    [InlineData("[JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public int A { get; set; }", "", "public static class JsonIgnoreCondition { public const System.Text.Json.Serialization.JsonIgnoreCondition WhenWritingDefault = System.Text.Json.Serialization.JsonIgnoreCondition.Never; }")]
    [InlineData("[Old(\"a\", DiagnosticId = \"OLD1\")] public Part? A { get; set; } = new();", "using Old = System.ObsoleteAttribute;", "[ObsoleteAttribute(\"a\", DiagnosticId = \"OLD2\")] public class Part { public int B { get; set; } = 1; }", "OLD1, OLD2")]
    public void A_member_is_written_as_reflection_does(string member, string usings = "", string others = "", string warnings = "CS1591")
    {
        var (directives, declarations) = others.StartsWith("global using", StringComparison.Ordinal) ? (others.Split('\n')[0], others[others.Split('\n')[0].Length..]) : ("", others);
        using var assembly = Generate.Load(
            $"{Usings}{usings}\n#pragma warning disable {warnings}\nnamespace App {{ [AgentSessionState] public sealed partial record T {{ {member} }} }}",
            $"{directives}\nnamespace App {{ {declarations} }}");
        var typeInfo = State.TypeInfo(assembly, "App.T");
        var value = Activator.CreateInstance(typeInfo.Type);

        Assert.Equal(JsonSerializer.Serialize(value, typeInfo.Type), JsonSerializer.Serialize(value, typeInfo));
    }

    [Theory]
    [InlineData("")]
    [InlineData("namespace JsonIgnore { public class C { public int JsonIgnore { get; set; } public void JsonIgnoreAttribute() { } } }")]
    public void A_name_that_System_Text_Json_alone_has_means_its_attribute(string source) => Assert.True(Names(TestCompilation.Create(source)).IsAttribute("JsonIgnore"));

    [Theory]
    [InlineData("using JsonIgnore = System.Object;")]
    [InlineData("global using JsonIgnoreAttribute = System.Object;")]
    [InlineData("namespace A { namespace B { using JsonIgnore = System.Object; } }")]
    [InlineData("public class JsonIgnore;")]
    [InlineData("public class C { private delegate void JsonIgnoreAttribute(); }")]
    public void A_name_that_the_sources_have_as_well_is_bound(string source) => Assert.False(Names(TestCompilation.Create(source)).IsAttribute("JsonIgnore"));

    [Theory]
    [InlineData("public class C { private class JsonIgnore; }")]
    [InlineData("namespace Far { public class JsonIgnoreAttribute; }")]
    public void A_name_that_another_reference_has_as_well_is_bound(string source)
    {
        var other = CSharpCompilation.Create("Other", [CSharpSyntaxTree.ParseText(source, cancellationToken: TestContext.Current.CancellationToken)], TestCompilation.References, TestCompilation.Options);
        using var image = new MemoryStream();
        Assert.True(other.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);

        Assert.False(Names(TestCompilation.Create("").AddReferences(other.ToMetadataReference())).IsAttribute("JsonIgnore"));
        Assert.False(Names(TestCompilation.Create("").AddReferences(MetadataReference.CreateFromImage(image.ToArray()))).IsAttribute("JsonIgnore"));
    }

    [Fact]
    public void Without_System_Text_Json_no_name_means_its_attribute() =>
        Assert.False(Names(TestCompilation.Create("").WithReferences(TestCompilation.References.Where(reference => !reference.Display!.EndsWith("System.Text.Json.dll", StringComparison.Ordinal)))).IsAttribute("JsonIgnore"));

    private static JsonSourceNames Names(CSharpCompilation compilation) => JsonSourceNames.Of(compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Asked;", TestCompilation.ParseOptions(LanguageVersion.CSharp14))).GetTypeByMetadataName("Asked")!)!;
}
