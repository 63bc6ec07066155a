using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Sessions.Analyzers.State;
using Sessions.Analyzers.Types;
using Sessions.Roslyn;
using Sessions.Shapes;

namespace Sessions.Generators.Tests.Shapes;

/// <summary>
/// State types of many shapes, in one assembly: each is written and read as System.Text.Json's reflection does, or refused by a
/// rule of ours and no other.
/// </summary>
public class StateShapeTests(ITestOutputHelper output)
{
    private static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers =
    [
        new AnnotatedTypeAnalyzer(), new StateNotSerializableAnalyzer(), new StateMemberAnalyzer(), new StateVersionAnalyzer(), new StateNameAnalyzer(), new JsonContextAnalyzer(),
    ];

    private static readonly JsonSerializerOptions WithFields = new() { IncludeFields = true };

    [Fact]
    public async Task Every_shape_makes_the_round_trip_of_reflection_or_is_refused()
    {
        var compilation = Run(LanguageVersion.CSharp14, ShapeCase.All);
        using var assembly = new LoadedAssembly(compilation);
        var refusals = (await AnalyzerTest.Diagnose(compilation, Analyzers)).ToLookup(diagnostic => diagnostic.Location.SourceTree!.FilePath, diagnostic => diagnostic.Id);
        var roundTrips = 0;
        var refused = 0;
        foreach (var (index, shape) in ShapeCase.All.Index())
        {
            string[] expected = shape.Refusal is null ? [] : [shape.Refusal];
            Assert.Equal((shape.Description, string.Join(' ', expected)), (shape.Description, string.Join(' ', refusals[$"Source{index}.cs"])));
            if (shape.Refusal is null)
            {
                await AssertRoundTripAsync(assembly, shape);
                roundTrips++;
            }
            else
            {
                refused++;
            }
        }

        Assert.Empty(refusals[$"Source{ShapeCase.All.Count}.cs"]);
        output.WriteLine($"{ShapeCase.All.Count} shapes: {roundTrips} make the round trip, {refused} are refused.");
        Assert.True(ShapeCase.All.Count >= 150 && roundTrips >= 135, $"{ShapeCase.All.Count} shapes, {roundTrips} round trips");
    }

    [Fact]
    public void What_is_generated_for_the_oldest_language_warns_of_nothing()
    {
        var shapes = ShapeCase.All.Where(shape => shape.Refusal is null && !shape.Description.StartsWith("C# ", StringComparison.Ordinal));

        Run(LanguageVersion.CSharp12, shapes).AssertCompiles();
    }

    [Fact]
    public void The_odd_shapes_are_many_and_most_are_clean()
    {
        var odd = OddShapes.All().ToList();
        var clean = odd.Count(shape => shape.Refusal is null);

        output.WriteLine($"{odd.Count} odd shapes: {clean} are clean.");
        Assert.True(odd.Count >= 40 && clean >= 34 && clean < odd.Count, $"{odd.Count} odd shapes, {clean} clean");
    }

    private static CSharpCompilation Run(LanguageVersion language, IEnumerable<ShapeCase> shapes) => GeneratorRun.Of(
        TestCompilation.Create(language, [.. shapes.Select(shape => shape.Source), MemberTypes.Source]), new StateGenerator(), JsonSourceGenerator.Create()).Output;

    private static async Task AssertRoundTripAsync(LoadedAssembly assembly, ShapeCase shape)
    {
        var typeInfo = State.TypeInfo(assembly, shape.TypeName);
        var original = await assembly.RunAsync(shape.TypeName, "Create");

        var json = JsonSerializer.Serialize(original, typeInfo);
        Assert.Equal((shape.Description, ByReflection(original)), (shape.Description, json));

        var read = JsonSerializer.Deserialize(json, typeInfo);
        var readByReflection = JsonSerializer.Deserialize(json, typeInfo.Type, shape.IncludesFields ? WithFields : null);
        Assert.Equal((shape.Description, json), (shape.Description, JsonSerializer.Serialize(read, typeInfo)));
        Assert.Equal((shape.Description, ByReflection(readByReflection)), (shape.Description, ByReflection(read)));
        Assert.Null(ObjectComparison.FindDifference(readByReflection, read));

        string ByReflection(object? value) => JsonSerializer.Serialize(value, typeInfo.Type, shape.IncludesFields ? WithFields : null);
    }
}
