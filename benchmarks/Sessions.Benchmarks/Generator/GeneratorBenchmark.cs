using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Sessions.Benchmarks;

/// <summary>
/// Runs the generator of session state on a project, when it is opened and after a keystroke elsewhere, beside an empty
/// generator on the same attribute and System.Text.Json's on the same types.
/// </summary>
internal static class GeneratorBenchmark
{
    public static void Run()
    {
        if (Generators.SystemTextJson is null)
        {
            Console.WriteLine("System.Text.Json's generator is left out: the reference pack of this build has no System.Text.Json.SourceGeneration.dll.");
            Console.WriteLine();
        }

        var cold = new Table(Header);
        var keystroke = new Table(Header);
        foreach (var types in new[] { 1, 100, 1_000 })
        {
            var input = new GeneratorInput(types);
            AddRow(cold, types, warmUp: 3, rounds: 15, generator => Cold(generator, input));
            AddRow(keystroke, types, warmUp: 5, rounds: 31, generator => Keystroke(generator, input));
        }

        cold.Print("Generator, cold");
        keystroke.Print("Generator, one unrelated keystroke");
        Console.WriteLine("Goals at 1,000 types: a keystroke at most 2.5 times the time and 3 times the bytes of the empty transform and at most half the time of STJ's; cold at most half the time of STJ's.");
        Console.WriteLine();
    }

    private static string[] Header => ["Types", "Sessions ms", "Empty ms", "STJ ms", "to empty", "to STJ", "Sessions KB", "Empty KB", "STJ KB", "Bytes to empty"];

    private static void AddRow(Table table, int types, int warmUp, int rounds, Func<ISourceGenerator, Func<Action>> prepare)
    {
        Contender[] contenders =
        [
            new("Sessions", prepare(Generators.Sessions)),
            new("Empty", prepare(Generators.Empty)),
            .. Generators.SystemTextJson is { } json ? new Contender[] { new("STJ", prepare(json)) } : [],
        ];
        var results = Contest.Run(warmUp, rounds, contenders);
        var (own, empty) = (results[0], results[1]);
        var stj = results.Count > 2 ? results[2] : null;
        table.Add(
            Table.Number(types),
            Milliseconds(own),
            Milliseconds(empty),
            stj is null ? "-" : Milliseconds(stj),
            Table.Ratio(own.Ratios[1]),
            stj is null ? "-" : Table.Ratio(own.Ratios[2]),
            Kilobytes(own),
            Kilobytes(empty),
            stj is null ? "-" : Kilobytes(stj),
            Table.Ratio(own.Bytes / empty.Bytes));
    }

    private static Func<Action> Cold(ISourceGenerator generator, GeneratorInput input) => () =>
    {
        var compilation = input.Opened();
        GC.Collect();
        return () => CSharpGeneratorDriver.Create(generator).RunGenerators(compilation);
    };

    private static Func<Action> Keystroke(ISourceGenerator generator, GeneratorInput input)
    {
        var driver = CSharpGeneratorDriver.Create(generator).RunGenerators(input.Opened());
        return () =>
        {
            var compilation = input.Edited();
            GC.Collect();
            return () => driver = driver.RunGenerators(compilation);
        };
    }

    private static string Milliseconds(Measurement measurement) => Table.Number(measurement.Nanoseconds / 1_000_000, "#,0.0");

    private static string Kilobytes(Measurement measurement) => Table.Number(measurement.Bytes / 1024);
}
