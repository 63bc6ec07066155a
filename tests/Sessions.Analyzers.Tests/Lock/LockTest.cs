using System.Text;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;
using Sessions.Analyzers.Lock;
using Sessions.CodeFixes.Lock;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.Lock;

/// <summary>Tests of the rules about the lock file, and of their fix, in projects that have one.</summary>
internal static class LockTest
{
    private const string OtherProject = "Other";

    // One object: where two are equal, the library takes the texts for different ones.
    private static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Asserts that exactly what is marked in the source is reported, with these messages.</summary>
    public static Task Reports(string lockFile, string marked, params string[] messages)
    {
        var test = Create();
        Open(test.TestState, new LockProject(lockFile, marked));
        return test.RunAsync(messages);
    }

    public static Task IsSilent(string lockFile, string source) => Reports(lockFile, source);

    /// <summary>Asserts that what is marked is reported and left to a person.</summary>
    public static Task OffersNothing(string lockFile, string marked)
    {
        var test = Create();
        Open(test.TestState, new LockProject(lockFile, marked));
        Open(test.FixedState, new LockProject(lockFile, marked));
        return test.RunAsync();
    }

    /// <summary>
    /// Asserts what sources and file are after each diagnostic was fixed, one after the other, and after all of a document, a
    /// project and a solution were fixed at once; with the line endings of one system and of the other.
    /// </summary>
    /// <param name="rounds">How often all are fixed at once: a fix may leave what another rule is about.</param>
    public static async Task Fixes(LockProject marked, LockProject expected, int? rounds = null)
    {
        foreach (var lineEnding in new[] { "\n", "\r\n" })
        {
            var test = Create();
            test.NumberOfIncrementalIterations = rounds;
            test.NumberOfFixAllIterations = rounds;
            Open(test.TestState, marked.WithLineEndings(lineEnding));
            Open(test.FixedState, expected.WithLineEndings(lineEnding));
            await test.RunAsync();
        }
    }

    /// <inheritdoc cref="Fixes(LockProject, LockProject, int?)"/>
    public static Task Fixes(string lockFile, string marked, string expectedLockFile, string expected, int? rounds = null) =>
        Fixes(new(lockFile, marked), new(expectedLockFile, expected), rounds);

    /// <summary>Asserts what a project, and another of its solution, are after the first diagnostic was fixed, and after all of a scope were.</summary>
    public static Task FixesOnce(FixAllScope scope, LockProject[] marked, LockProject[] afterOne, LockProject[] afterAll)
    {
        var test = Create();
        test.CodeFixTestBehaviors = CodeFixTestBehaviors.FixOne | CodeFixTestBehaviors.SkipFixAllCheck & ~(scope switch
        {
            FixAllScope.Document => CodeFixTestBehaviors.SkipFixAllInDocumentCheck,
            FixAllScope.Project => CodeFixTestBehaviors.SkipFixAllInProjectCheck,
            _ => CodeFixTestBehaviors.SkipFixAllInSolutionCheck,
        });
        test.TestBehaviors = TestBehaviors.SkipSuppressionCheck;
        Open(test.TestState, marked);
        Open(test.FixedState, afterOne);
        Open(test.BatchFixedState, afterAll);

        // What a scope leaves is marked still.
        test.FixedState.MarkupHandling = MarkupMode.Allow;
        test.BatchFixedState.MarkupHandling = MarkupMode.Allow;
        return test.RunAsync();
    }

    private static AnalysisTest Create() => new(new LockFileAnalyzer(), Generators.All, new LockFileFix()) { CompilerDiagnostics = CompilerDiagnostics.Warnings };

    private static void Open(SolutionState solution, LockProject[] projects)
    {
        Open(solution, projects[0]);
        foreach (var other in projects[1..])
        {
            var project = solution.AdditionalProjects[OtherProject];
            project.AdditionalReferences.AddRange(TestCompilation.References);
            Open(project, other);
        }
    }

    private static void Open(ProjectState state, LockProject project)
    {
        state.Sources.AddAll(project.Sources, project.GlobalUsings);
        state.AdditionalFiles.Add((LockFileText.FilePath, SourceText.From(project.LockFile.ReplaceLineEndings("\n") + "\n", Encoding)));
    }
}
