using Microsoft.CodeAnalysis;

namespace Sessions.Analyzers.Usage.Ownership;

/// <summary>Methods of others that read what they are given, and give it to nobody.</summary>
internal static class HarmlessMethods
{
    private static readonly HashSet<string> Types = new(StringComparer.Ordinal)
    {
        "System.ArgumentException",
        "System.ArgumentNullException",
        "System.Console",
        "System.Diagnostics.Debug",
        "System.GC",
        "Microsoft.Extensions.Logging.LoggerExtensions",
        "object",
        "string",
    };

    public static bool Contains(IMethodSymbol method) =>
        method.ContainingType is { } type && (Types.Contains(type.ToDisplayString()) || IsGeneratedAccessor(type));

    /// <summary>Whether the type is the class with the accessors of a state type.</summary>
    private static bool IsGeneratedAccessor(INamedTypeSymbol type) => type.GetAttributes().Any(static attribute =>
        attribute.AttributeClass?.Name == "GeneratedCodeAttribute" && attribute.ConstructorArguments.Any(static argument => argument.Value is "Sessions.Generators"));
}
