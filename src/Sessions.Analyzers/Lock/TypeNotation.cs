namespace Sessions.Analyzers.Lock;

/// <summary>
/// How a shape names types: by what their JSON is. All lists are alike, and so are all dictionaries; a <c>?</c> says that null
/// may be there.
/// </summary>
internal static class TypeNotation
{
    public const string Required = "required ";
    public const string Nullable = "?";
    public const string List = "[]";
    public const string Map = "map<";
    public const string Base64 = "base64";

    /// <summary>What the name of a line begins with that is a derived type, with its discriminator, instead of a member.</summary>
    public const string Derived = "$derived ";

    /// <summary>The name of the line for the property that holds the discriminator, where the type names one.</summary>
    public const string Discriminator = "$discriminator";

    public const string DefaultDiscriminator = "$type";

    public static string MapOf(string key, string value) => $"{Map}{key}, {value}>";

    public static string ByName(string enumName) => $"nameof({enumName})";

    public static string ByConverter(string typeName, string converterName) => $"{typeName} by {converterName}";

    /// <summary>The type's notation without its nullability.</summary>
    public static (string Notation, bool IsNullable) SplitNullable(string notation) =>
        notation.EndsWith(Nullable, StringComparison.Ordinal) ? (notation.Substring(0, notation.Length - 1), true) : (notation, false);

    public static string? ElementOf(string notation) =>
        notation.EndsWith(List, StringComparison.Ordinal) ? notation.Substring(0, notation.Length - List.Length) : null;

    public static (string Key, string Value)? PartsOfMap(string notation)
    {
        var comma = notation.IndexOf(", ", StringComparison.Ordinal);
        return comma > 0 && notation.StartsWith(Map, StringComparison.Ordinal) && notation[notation.Length - 1] == '>'
            ? (notation.Substring(Map.Length, comma - Map.Length), notation.Substring(comma + 2, notation.Length - comma - 3))
            : null;
    }
}
