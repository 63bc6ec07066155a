using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.CSharp;
using Sessions.Roslyn;

namespace Sessions.Generators.Tests;

/// <summary>An editor makes a compilation at each keystroke: one that something holds is a leak of all of them.</summary>
public class RetentionTests
{
    private const int Runs = 8;

    private const string Source = """
        namespace App;
        [AgentSessionState(Version = 2)] public sealed partial record Prefs(int Size, List<Part> Parts) { [StateMigration(From = 1)] private static void One(JsonObject state) => state.Clear(); }
        public sealed class Part { public string? Name { get; init; } public ChatMessage? Message { get; set; } }
        [HistoryProvider("a")] public sealed partial class Provider
        {
            public List<ChatMessage> GetMessagesAsync(Prefs? prefs) => throw new NotSupportedException($"{prefs}");
            public void SaveMessagesAsync(List<ChatMessage> messages) => throw new NotSupportedException($"{messages}");
        }
        """;

    [Fact]
    public void Compilations_that_were_run_can_be_collected()
    {
        var compilations = RunEachOnItsOwn();

        Collect();
        Assert.Equal(0, compilations.Count(compilation => compilation.IsAlive));
    }

    // The driver itself keeps the compilation that it ran last.
    [Fact]
    public void A_driver_that_goes_on_holds_no_compilation_of_before()
    {
        var (last, compilations) = RunOneAfterTheOther();

        Collect();
        Assert.Equal(1, compilations.Count(compilation => compilation.IsAlive));
        Assert.NotEmpty(last.Sources);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> RunEachOnItsOwn() => [.. Enumerable.Range(0, Runs).Select(number =>
    {
        var compilation = Create(number);
        Assert.NotEmpty(Generate.From(compilation).Sources);
        return new WeakReference(compilation);
    })];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (GeneratorRun Last, List<WeakReference> Compilations) RunOneAfterTheOther()
    {
        var compilation = Create(0);
        var run = Generate.From(compilation);
        var compilations = new List<WeakReference> { new(compilation) };
        for (var number = 1; number < Runs; number++)
        {
            compilation = compilation.Edit("Source0.cs", text => $"{text}\npublic class Other{number};");
            run = run.Again(compilation);
            compilations.Add(new WeakReference(compilation));
        }

        return (run, compilations);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static CSharpCompilation Create(int number) => TestCompilation.Create(Source, $"public class Other{number};");

    private static void Collect()
    {
        for (var round = 0; round < 3; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
