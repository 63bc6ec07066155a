using Microsoft.CodeAnalysis;
using Sessions.Generators;

namespace Sessions.Analyzers.Tests;

/// <summary>The generators that run in a build beside the analyzers.</summary>
internal static class Generators
{
    public static IIncrementalGenerator[] All => [.. typeof(TypeShape).Assembly.GetTypes()
        .Where(type => typeof(IIncrementalGenerator).IsAssignableFrom(type) && !type.IsAbstract)
        .Select(type => (IIncrementalGenerator)Activator.CreateInstance(type)!)];
}
