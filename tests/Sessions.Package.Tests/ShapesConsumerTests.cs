using Sessions.Shapes;

namespace Sessions.Package.Tests;

/// <summary>Every shape of state that a program can name, in one program: what it does does not depend on how it was compiled.</summary>
public sealed class ShapesConsumerTests(PackedPackages packages, ITestOutputHelper output)
{
    /// <summary>The converter that is not generic makes another by reflection, and whoever names it is warned of that when publishing.</summary>
    private const string GenericConverter = "typeof(System.Text.Json.Serialization.JsonStringEnumConverter<NamedMood>)";

    private readonly ConsumerProject _project = packages.Copy("Shapes");

    /// <summary>That a program of generated state is published without a warning, <see cref="QuickConsumerTests"/> shows at any scale.</summary>
    [Fact]
    public async Task Every_shape_is_read_back_and_does_the_same_compiled_ahead_of_time()
    {
        var shapes = TestScale.Sample([.. NamedShapes]);
        await WriteProgramAsync(shapes);

        (await _project.BuildAsync("--framework", "net8.0", "--output", "jit", "-warnaserror")).OrThrow();
        var justInTime = await _project.RunAsync("jit/Shapes.dll");

        output.WriteLine($"{shapes.Count} shapes");
        Assert.Equal(shapes.Select(shape => shape.TypeName), justInTime.TrimEnd().Split('\n').Select(line => line.Split(": ")[0]));
        Assert.All(justInTime.TrimEnd().Split('\n'), line => Assert.EndsWith(" (the same again)", line, StringComparison.Ordinal));
        if (TestScale.IsRaised)
        {
            NativeAot.SkipWithoutLinker();
            await NativeAot.PublishAsync(_project, "Shapes");
            Assert.Equal(justInTime, await _project.RunAsync("aot/Shapes"));
        }
    }

    [Fact]
    public async Task With_the_oldest_language_every_shape_that_it_has_builds_without_a_warning()
    {
        await WriteProgramAsync(TestScale.Sample([.. NamedShapes.Where(shape => !shape.Description.StartsWith("C# ", StringComparison.Ordinal))]));

        (await _project.BuildAsync("--framework", "net8.0", "-p:LangVersion=12", "-warnaserror")).OrThrow();
    }

    /// <summary>The shapes that work, but for those that are private where they stand.</summary>
    private static IEnumerable<ShapeCase> NamedShapes => ShapeCase.All.Where(shape => shape.Refusal is null && !shape.Source.Contains("private sealed partial", StringComparison.Ordinal)
        && !shape.Source.Contains("private partial", StringComparison.Ordinal) && !shape.Source.Contains("private protected partial", StringComparison.Ordinal));

    private async Task WriteProgramAsync(IEnumerable<ShapeCase> shapes)
    {
        await _project.WriteAsync("MemberTypes.cs", MemberTypes.Source.Replace("typeof(System.Text.Json.Serialization.JsonStringEnumConverter)", GenericConverter, StringComparison.Ordinal));
        var calls = new List<string>();
        foreach (var shape in shapes)
        {
            await _project.WriteAsync($"Shape{calls.Count}.cs", shape.Source);
            var type = CSharpName(shape.TypeName);
            calls.Add($"await roundTrip.RunAsync<{type}>({type}.Create());");
        }

        await _project.WriteAsync("Program.cs", $"""
            #pragma warning disable CS0612 // Some shapes are obsolete, and used.
            using var client = new Consumer.EchoChatClient();
            var roundTrip = new Shapes.RoundTrip(client.AsAIAgent(name: "shapes"));
            {string.Join('\n', calls)}
            """);
    }

    private static string CSharpName(string metadataName) => "global::@" + metadataName.Replace(".", ".@", StringComparison.Ordinal).Replace("+", ".@", StringComparison.Ordinal);
}
