using System.Globalization;

namespace Sessions.Generators;

/// <summary>Names the generated files.</summary>
internal static class HintName
{
    private const int MaxNameLength = 100;

    /// <summary>
    /// The name of a file for a type: readable, legal, short, and unique. The compiler compares hint names without regard to
    /// case, and one pair that is equal costs all the output; the hash of the exact name tells such types apart.
    /// </summary>
    public static string For(string metadataName, string part)
    {
        var start = Math.Max(0, metadataName.Length - MaxNameLength);
        var name = metadataName.Substring(start).Replace('+', '.').TrimStart('.');
        return $"{name}.{Hash(metadataName).ToString("x8", CultureInfo.InvariantCulture)}.{part}.g.cs";
    }

    // FNV-1a: string.GetHashCode is not the same in every process.
    private static uint Hash(string text)
    {
        var hash = 2166136261u;
        foreach (var character in text)
        {
            hash = unchecked((hash ^ character) * 16777619u);
        }

        return hash;
    }
}
