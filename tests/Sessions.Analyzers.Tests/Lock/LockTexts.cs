namespace Sessions.Analyzers.Tests.Lock;

/// <summary>Lock files with one entry, or several, as the fixes write them.</summary>
internal static class LockTexts
{
    public const string Empty = "{}";

    private const string EndOfShapes = "\n      }\n    }";

    public static string File(params string[] entries) => $"{{\n{string.Join(",\n", entries)}\n}}";

    public static string Entry(string key, params string[] versions) => $"  \"{key}\": {{\n{string.Join(",\n", versions)}\n  }}";

    /// <summary>A version of a type that has these lines, such as <c>"Count": "int"</c>, and no other type in it.</summary>
    public static string Draft(int number, string type, params string[] members) => Version(number, "draft", type, members);

    /// <inheritdoc cref="Draft"/>
    public static string Shipped(int number, string type, params string[] members) => Version(number, "shipped", type, members);

    /// <summary>The version with one more type in it, as the file has it.</summary>
    public static string With(this string version, string shape) => version.Insert(version.Length - EndOfShapes.Length, $",\n        {shape}");

    private static string Version(int number, string status, string type, string[] members) =>
        $"    \"{number}\": {{\n      \"status\": \"{status}\",\n      \"type\": \"{type}\",\n      \"shapes\": {{\n        \"{type}\": {{\n          {string.Join(",\n          ", members)}\n        }}{EndOfShapes}";
}
