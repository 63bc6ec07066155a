using System.Text.RegularExpressions;

namespace Sessions.TestKit;

/// <summary>The snippets of a page of the documentation, C# and SQL, which are parts of files that are compiled and tested.</summary>
public static partial class PageSnippets
{
    private static readonly string Root = FindRoot(AppContext.BaseDirectory);

    /// <summary>Throws where a snippet of the page is no part of a file in the folders, word for word; only its indentation may be another.</summary>
    /// <param name="page">The page, from the root of the repository.</param>
    /// <param name="folders">The folders, from the root of the repository.</param>
    /// <returns>How many snippets there are.</returns>
    public static int ThrowIfNotFrom(string page, params string[] folders)
    {
        var files = folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(Lines)
            .ToList();
        var snippets = Snippet().Matches(string.Join('\n', Lines(Path.Combine(Root, page)))).Select(match => match.Groups["code"].Value.TrimEnd('\n').Split('\n')).ToList();
        foreach (var snippet in snippets.Where(snippet => !files.Any(file => IsPartOf(file, snippet))))
        {
            throw new CheckFailedException($"This snippet of {page} is no part of a file in {string.Join(" or ", folders)}:\n{string.Join('\n', snippet)}");
        }

        return snippets.Count;
    }

    private static bool IsPartOf(string[] file, string[] snippet) =>
        Enumerable.Range(0, Math.Max(file.Length - snippet.Length + 1, 0)).Any(start => IsAt(file.AsSpan(start, snippet.Length), snippet));

    private static bool IsAt(ReadOnlySpan<string> lines, string[] snippet)
    {
        var indentation = lines[0][..^lines[0].TrimStart().Length];
        for (var i = 0; i < snippet.Length; i++)
        {
            if (lines[i] != (snippet[i].Length == 0 ? "" : indentation + snippet[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static string[] Lines(string path) => File.ReadAllText(path).ReplaceLineEndings("\n").Split('\n');

    private static string FindRoot(string directory) =>
        File.Exists(Path.Combine(directory, "Sessions.sln")) ? directory : FindRoot(Path.GetDirectoryName(directory)!);

    [GeneratedRegex(@"```(csharp|sql)\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Snippet();
}
