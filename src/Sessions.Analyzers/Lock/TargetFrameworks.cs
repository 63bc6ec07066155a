using Microsoft.CodeAnalysis.Diagnostics;

namespace Sessions.Analyzers.Lock;

/// <summary>The target framework that a project is compiled for, among those that it has.</summary>
internal sealed record TargetFrameworks(string Current, string All)
{
    private const string CurrentProperty = "build_property.TargetFramework";

    // With commas: in what the compiler is given, a semicolon begins a comment.
    private const string AllProperty = "build_property.SessionsTargetFrameworks";

    /// <summary>Reads what the build tells; <see langword="null"/> where the project has one framework.</summary>
    public static TargetFrameworks? Of(AnalyzerConfigOptions build) =>
        build.TryGetValue(CurrentProperty, out var current) && build.TryGetValue(AllProperty, out var all) && all.Contains(",")
            ? new(current, string.Join(", ", all.Split(',').Select(static framework => framework.Trim()).Where(static framework => framework.Length > 0)))
            : null;
}
