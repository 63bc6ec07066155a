using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Sessions.Benchmarks;

/// <summary>The generators that are measured, loaded from their files as the compiler does.</summary>
internal static class Generators
{
    public static ISourceGenerator Empty { get; } = new EmptyGenerator().AsSourceGenerator();

    /// <summary>Ours for session state.</summary>
    public static ISourceGenerator Sessions { get; } = Load(Path.Combine(AppContext.BaseDirectory, "Sessions.Generators.dll"), "StateGenerator")
        ?? throw new InvalidOperationException("Sessions.Generators.dll has no StateGenerator.");

    /// <summary>That of System.Text.Json, from the reference pack that this project was compiled with; <see langword="null"/> if there is none.</summary>
    public static ISourceGenerator? SystemTextJson { get; } =
        typeof(Generators).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().SingleOrDefault(metadata => metadata.Key == "JsonGenerator")?.Value is { } path
            ? Load(path, "JsonSourceGenerator")
            : null;

    private static ISourceGenerator? Load(string path, string name) =>
        new AnalyzerFileReference(path, new Loader()).GetGenerators(LanguageNames.CSharp).SingleOrDefault(generator => generator.GetGeneratorType().Name == name);

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath) => Assembly.LoadFrom(fullPath);
    }
}
