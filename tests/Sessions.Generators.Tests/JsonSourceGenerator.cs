using System.Reflection;
using Microsoft.CodeAnalysis;

namespace Sessions.Generators.Tests;

/// <summary>System.Text.Json's own generator, whose output ours cannot see.</summary>
internal static class JsonSourceGenerator
{
    private static readonly Type Type = Assembly
        .LoadFrom(Repository.Metadata("JsonSourceGenerator"))
        .GetType("System.Text.Json.SourceGeneration.JsonSourceGenerator", throwOnError: true)!;

    public static IIncrementalGenerator Create() => (IIncrementalGenerator)Activator.CreateInstance(Type)!;
}
