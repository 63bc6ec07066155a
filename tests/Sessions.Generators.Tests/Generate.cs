using Microsoft.CodeAnalysis.CSharp;
using Sessions.Roslyn;

namespace Sessions.Generators.Tests;

/// <summary>Runs the generators over sources, and checks what no test should have to ask for.</summary>
internal static class Generate
{
    public static GeneratorRun From(params IEnumerable<string> sources) => From(LanguageVersion.CSharp14, sources);

    public static GeneratorRun From(LanguageVersion languageVersion, params IEnumerable<string> sources) => From(TestCompilation.Create(languageVersion, sources));

    public static GeneratorRun From(CSharpCompilation compilation) => GeneratorRun.Of(compilation, new StateGenerator(), new HistoryProviderGenerator());

    /// <summary>What is generated must compile without a warning.</summary>
    public static LoadedAssembly Load(params IEnumerable<string> sources) => new(From(sources).Output);
}
