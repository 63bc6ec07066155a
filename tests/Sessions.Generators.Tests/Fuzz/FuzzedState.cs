using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sessions.Generators.Tests.Shapes;
using Sessions.Roslyn;

namespace Sessions.Generators.Tests.Fuzz;

/// <summary>Reads and writes the state types of a compilation as reflection does.</summary>
internal static class FuzzedState
{
    /// <summary>Asserts that an empty document, and the type's default, come back as they do from reflection.</summary>
    /// <returns>How many types there are.</returns>
    public static int AssertReadAndWritten(CSharpCompilation compilation)
    {
        using var assembly = new LoadedAssembly(compilation.WithOptions(compilation.Options.WithGeneralDiagnosticOption(ReportDiagnostic.Suppress)));
        var types = assembly.Assembly.GetTypes()
            .Where(type => type.GetCustomAttribute<AgentSessionStateAttribute>() is { Transient: false, JsonContext: null })
            .ToList();
        foreach (var type in types)
        {
            var typeInfo = State.TypeInfo(assembly, type.FullName!);
            AssertRead("{}", typeInfo);
            if (State.Create(assembly, type.FullName!) is { } value)
            {
                var json = AttemptOf(() => JsonSerializer.Serialize(value, typeInfo));
                Assert.Equal(AttemptOf(() => JsonSerializer.Serialize(value, type)), json);
                AssertRead(json, typeInfo);
            }
        }

        return types.Count;
    }

    private static void AssertRead(string json, JsonTypeInfo typeInfo)
    {
        object? read = null;
        object? readByReflection = null;
        Assert.Equal(
            AttemptOf(() => $"{readByReflection = JsonSerializer.Deserialize(json, typeInfo.Type)}"),
            AttemptOf(() => $"{read = JsonSerializer.Deserialize(json, typeInfo)}"));
        Assert.Null(ObjectComparison.FindDifference(readByReflection, read));
    }

    /// <summary>What comes of it: the text, or the kind of exception.</summary>
    private static string AttemptOf(Func<string> attempt)
    {
        try
        {
            return attempt();
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or InvalidOperationException or ArgumentException)
        {
            return exception.GetType().Name;
        }
    }
}
