using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Sessions.Benchmarks;

/// <summary>A project of annotated types, each in a file of its own, and of other code.</summary>
internal sealed class GeneratorInput
{
    private const int OtherFiles = 200;
    private const int OtherLinesPerFile = 500;

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private readonly CSharpCompilation _compilation;
    private readonly SyntaxTree _other;
    private int _keystrokes;

    public GeneratorInput(int types)
    {
        var others = Enumerable.Range(0, OtherFiles).Select(number => Parse(OtherSource(number), $"Other{number}.cs")).ToArray();
        _other = others[0];
        _compilation = CSharpCompilation.Create(
            "Project",
            [
                .. Enumerable.Range(0, types).Select(number => Parse(StateSource(number), $"State{number}.cs")),
                Parse(ContextSource(types), "Context.cs"),
                .. others,
            ],
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }

    /// <summary>The project as it is when it is opened: parsed, and nothing of it known.</summary>
    public CSharpCompilation Opened() => CSharpCompilation.Create(_compilation.AssemblyName, _compilation.SyntaxTrees, _compilation.References, _compilation.Options);

    /// <summary>The project after one more keystroke in a file without annotated types.</summary>
    public CSharpCompilation Edited()
    {
        var comment = string.Create(CultureInfo.InvariantCulture, $"// keystroke {++_keystrokes}\n");
        return _compilation.ReplaceSyntaxTree(_other, Parse(comment + _other, _other.FilePath));
    }

    private static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(SourceText.From(source, Encoding.UTF8), path: path);

    private static string StateSource(int number) => string.Create(CultureInfo.InvariantCulture, $$"""
        using System;
        using System.Collections.Immutable;
        using System.Text.Json.Serialization;
        using Sessions;

        namespace Project.States;

        [AgentSessionState]
        public sealed partial record State{{number}}
        {
            [JsonPropertyName("name")]
            public string? UserName { get; init; }

            [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
            public int? Rating { get; init; }

            public ImmutableArray<string> Interests { get; init; } = [];

            public DateTimeOffset LastSeen { get; init; }

            public Address? Home { get; init; }

            public sealed record Address
            {
                public string? Street { get; init; }

                public int Number { get; init; }
            }
        }
        """);

    private static string ContextSource(int types)
    {
        var source = new StringBuilder("using System.Text.Json.Serialization;\nusing Project.States;\n\nnamespace Project;\n\n");
        source.Append("[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]\n");
        for (var number = 0; number < types; number++)
        {
            // The nested types have one name, and a context needs one for each.
            source.Append(CultureInfo.InvariantCulture, $"[JsonSerializable(typeof(State{number}))]\n");
            source.Append(CultureInfo.InvariantCulture, $"[JsonSerializable(typeof(State{number}.Address), TypeInfoPropertyName = \"Address{number}\")]\n");
        }

        return source.Append("internal sealed partial class Context : JsonSerializerContext;\n").ToString();
    }

    private static string OtherSource(int number)
    {
        var source = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"using System;\n\nnamespace Project.Other;\n\npublic class Other{number}\n{{\n"));
        for (var line = 6; line < OtherLinesPerFile - 10; line += 10)
        {
            source.Append(CultureInfo.InvariantCulture, $$"""
                    /// <summary>Adds up to a limit.</summary>
                    [Obsolete("Use another one.")]
                    public int Sum{{line}}(int limit)
                    {
                        var sum = 0;
                        for (var i = 0; i < limit; i++)
                            sum += i * {{line}};
                        return sum;
                    }


                """);
        }

        return source.Append("}\n").ToString();
    }
}
