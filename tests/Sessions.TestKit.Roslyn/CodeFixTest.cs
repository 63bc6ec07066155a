using Microsoft.CodeAnalysis.CodeFixes;

namespace Sessions.Roslyn;

/// <summary>Applies a fix as an editor does, and makes sure that what it leaves compiles and is not reported again.</summary>
public sealed class CodeFixTest(AnalyzerTest analyzer, CodeFixProvider fix)
{
    /// <summary>
    /// Asserts what the marked sources are after each diagnostic was fixed, one after the other, and after all of a document, a
    /// project and a solution were fixed at once; with the line endings of one system and of the other.
    /// </summary>
    public async Task Fixes(string[] marked, string[] expected)
    {
        foreach (var lineEnding in new[] { "\n", "\r\n" })
        {
            var test = analyzer.Of(fix);
            analyzer.AddSources(test.TestState, marked.Select(source => source.ReplaceLineEndings(lineEnding)));
            analyzer.AddSources(test.FixedState, expected.Select(source => source.ReplaceLineEndings(lineEnding)));
            await test.RunAsync();
        }
    }

    public Task Fixes(string marked, string expected) => Fixes([marked], [expected]);

    /// <summary>Asserts that what is marked is reported and has no fix.</summary>
    public Task OffersNothing(string marked)
    {
        var test = analyzer.Of(fix);
        analyzer.AddSources(test.TestState, [marked]);
        analyzer.AddSources(test.FixedState, [marked]);
        return test.RunAsync();
    }
}
