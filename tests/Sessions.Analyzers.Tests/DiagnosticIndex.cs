using Microsoft.CodeAnalysis;

namespace Sessions.Analyzers.Tests;

/// <summary>The index of the pages on diagnostics, made from the rules.</summary>
internal static class DiagnosticIndex
{
    /// <summary>The ranges of ids, by their first digit.</summary>
    private static readonly (char Digit, string Title)[] Ranges =
    [
        ('0', "State"),
        ('1', "History providers"),
        ('2', "Registration and configuration"),
        ('3', "Use of sessions and turns"),
        ('4', "The lock file"),
        ('5', "Microsoft Agent Framework"),
    ];

    public static string[] FilePath { get; } = ["docs", "diagnostics", "README.md"];

    public static string Text { get; } = $"""
        # Diagnostics

        Each rule has a page: what it reports, why that matters, and how to mend it. An error cannot work, a warning is wrong whenever it is
        reported, and an information is likely to be. Severities are set in `.editorconfig`:

        ```ini
        dotnet_diagnostic.SESS301.severity = error
        ```

        A rule with a fix mends a whole solution with `dotnet format analyzers --diagnostics SESSnnn`, with `--severity info` for one that informs.
        {string.Concat(Ranges.Select(range => Section(range.Digit, range.Title)))}
        """;

    private static string Section(char digit, string title)
    {
        var rows = AnalyzerCatalog.Descriptors.Where(descriptor => descriptor.Id["SESS".Length] == digit).Select(Row).ToList();
        return rows.Count == 0 ? "" : $"\n## {title}\n\n| Id | Severity | What is reported | Fix |\n| --- | --- | --- | --- |\n{string.Concat(rows)}";
    }

    private static string Row(DiagnosticDescriptor rule) =>
        $"| [{rule.Id}]({rule.Id}.md) | {rule.DefaultSeverity} | {rule.Title} | {(AnalyzerCatalog.FixableIds.Contains(rule.Id) ? "yes" : "")} |\n";
}
