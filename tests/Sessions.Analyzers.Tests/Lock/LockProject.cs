using Sessions.Analyzers.Lock;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.Lock;

/// <summary>A project with sources and a lock file.</summary>
internal sealed record LockProject(string LockFile, params string[] Sources)
{
    public string GlobalUsings { get; init; } = TestCompilation.GlobalUsings;

    /// <summary>The project with other line endings in its sources; the lock file has the same on every system.</summary>
    public LockProject WithLineEndings(string lineEnding) => this with { Sources = [.. Sources.Select(source => source.ReplaceLineEndings(lineEnding))] };
}
