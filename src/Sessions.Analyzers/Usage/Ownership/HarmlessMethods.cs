using Microsoft.CodeAnalysis;

namespace Sessions.Analyzers.Usage.Ownership;

/// <summary>Methods of others that read what they are given, and give it to nobody.</summary>
internal static class HarmlessMethods
{
    private static readonly Dictionary<string, string> Namespaces = new(StringComparer.Ordinal)
    {
        ["ArgumentException"] = "System",
        ["ArgumentNullException"] = "System",
        ["Console"] = "System",
        ["Debug"] = "System.Diagnostics",
        ["GC"] = "System",
        ["LoggerExtensions"] = "Microsoft.Extensions.Logging",
        ["Object"] = "System",
        ["String"] = "System",
    };

    public static bool Contains(IMethodSymbol method) => method.ContainingType is { } type && (IsKnown(type) || IsGeneratedAccessor(type));

    private static bool IsKnown(INamedTypeSymbol type) =>
        type.ContainingType is null && Namespaces.TryGetValue(type.Name, out var @namespace) && type.ContainingNamespace.ToDisplayString() == @namespace;

    /// <summary>Whether the type is the class with the accessors of a state type.</summary>
    private static bool IsGeneratedAccessor(INamedTypeSymbol type) => type.GetAttributes().Any(static attribute =>
        attribute.AttributeClass?.Name == "GeneratedCodeAttribute" && attribute.ConstructorArguments.Any(static argument => argument.Value is "Sessions.Generators"));
}
