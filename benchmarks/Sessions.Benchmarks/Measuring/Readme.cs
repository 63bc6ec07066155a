namespace Sessions.Benchmarks;

/// <summary>Writes what was measured into the repository's README, between the marks made for it.</summary>
internal static class Readme
{
    /// <summary>Replaces what stands between <c>&lt;!-- name --&gt;</c> and <c>&lt;!-- /name --&gt;</c>.</summary>
    /// <exception cref="InvalidOperationException">There is no README above this program, or it has no such marks.</exception>
    public static void Replace(string name, string text)
    {
        var path = Find();
        var readme = File.ReadAllText(path);
        var (begin, end) = ($"<!-- {name} -->\n", $"<!-- /{name} -->");
        var start = readme.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var length = readme.IndexOf(end, StringComparison.Ordinal) - start;
        if (start < begin.Length || length < 0)
        {
            throw new InvalidOperationException($"{path} has no lines '{begin.TrimEnd()}' and '{end}' to write between.");
        }

        File.WriteAllText(path, $"{readme.AsSpan(0, start)}{text}{readme.AsSpan(start + length)}");
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Sessions.sln")))
            {
                return Path.Combine(folder.FullName, "README.md");
            }
        }

        throw new InvalidOperationException($"There is no Sessions.sln above {AppContext.BaseDirectory}, so the README is not to be found.");
    }
}
