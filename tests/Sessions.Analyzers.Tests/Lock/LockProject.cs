using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Sessions.Analyzers.Lock;
using Sessions.CodeFixes.Lock;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.Lock;

/// <summary>A project with sources and a lock file, as an editor has it open.</summary>
internal sealed class LockProject
{
    private static readonly AnalyzerTest Build = new(new LockFileAnalyzer(), Tests.Generators.All);
    private static readonly LockFileFix Fix = new();

    private readonly Project _project;

    private LockProject(Project project) => _project = project;

    public static LockProject Open(string lockFile, params string[] sources) =>
        Add(new AdhocWorkspace().CurrentSolution, "TestAssembly", lockFile, sources);

    /// <summary>The project, with another one in its solution.</summary>
    public LockProject Beside(string name, string lockFile, params string[] sources) =>
        new(Add(_project.Solution, name, lockFile, sources)._project.Solution.GetProject(_project.Id)!);

    /// <summary>Another project of the solution.</summary>
    public LockProject Other(string name) => new(_project.Solution.Projects.Single(project => project.Name == name));

    private static LockProject Add(Solution solution, string name, string lockFile, string[] sources)
    {
        var compilation = TestCompilation.Create(sources);
        var project = solution.AddProject(name, name, LanguageNames.CSharp)
            .WithCompilationOptions(compilation.Options)
            .WithParseOptions(compilation.SyntaxTrees[0].Options)
            .WithMetadataReferences(compilation.References);
        foreach (var tree in compilation.SyntaxTrees)
        {
            project = project.AddDocument(tree.FilePath, tree.GetText(), filePath: tree.FilePath).Project;
        }

        return new(project.AddAdditionalDocument(LockFile.FileName, lockFile, filePath: "/project/" + LockFile.FileName).Project);
    }

    /// <summary>The project with a file more, or with another text of one that it has.</summary>
    public LockProject With(string path, string text)
    {
        var project = _project.Documents.FirstOrDefault(document => document.FilePath == path) is { } existing ? _project.RemoveDocument(existing.Id) : _project;
        return new(project.AddDocument(path, text, filePath: path).Project);
    }

    public Task<string> LockText() => Read(_project.AdditionalDocuments.Single());

    public Task<string> Source(int index) => Read(_project.Documents.Single(document => document.Name == $"Source{index}.cs"));

    public async Task<CSharpCompilation> Compile() =>
        Build.Generate((CSharpCompilation)(await _project.GetCompilationAsync(TestContext.Current.CancellationToken))!);

    public async Task<ImmutableArray<Diagnostic>> Diagnose()
    {
        var failures = new List<string>();
        var options = new CompilationWithAnalyzersOptions(_project.AnalyzerOptions, (exception, _, _) => failures.Add(exception.ToString()), concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        var diagnostics = await (await Compile()).WithAnalyzers([new LockFileAnalyzer()], options).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.True(failures.Count == 0, string.Concat(failures));
        return [.. diagnostics.OrderBy(diagnostic => diagnostic.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
    }

    /// <summary>Asserts that exactly what is marked in the first source is reported, with these messages.</summary>
    public static async Task Reports(string lockFile, string marked, params string[] messages)
    {
        var source = Markup.Remove(marked);
        var project = Open(lockFile, source);
        var diagnostics = await project.Diagnose();
        Assert.Equal(Markup.Normalize(marked, ""), Markup.Annotate(source, diagnostics));
        Assert.Equal(messages, diagnostics.Select(diagnostic => diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)));
        (await project.Compile()).AssertCompiles();
    }

    public static Task IsSilent(string lockFile, string source) => Reports(lockFile, source);

    /// <summary>
    /// Asserts what source and file are after each diagnostic was fixed, one after the other, and after all were fixed at once;
    /// with the line endings of one system and of the other.
    /// </summary>
    public static async Task<LockProject> Fixes(string lockFile, string source, string expectedLockFile, string expectedSource)
    {
        await FixesAsWritten(lockFile, source.ReplaceLineEndings("\r\n"), expectedLockFile, expectedSource.ReplaceLineEndings("\r\n"));
        return await FixesAsWritten(lockFile, source, expectedLockFile, expectedSource);
    }

    private static async Task<LockProject> FixesAsWritten(string lockFile, string source, string expectedLockFile, string expectedSource)
    {
        var single = await Open(lockFile, source).FixOneByOne();
        var all = await Open(lockFile, source).FixAll();
        foreach (var project in new[] { single, all })
        {
            Assert.Equal(expectedSource, await project.Source(0));
            Assert.Equal(expectedLockFile.ReplaceLineEndings("\n") + "\n", await project.LockText());
            Assert.Empty(await project.Diagnose());
        }

        return all;
    }

    public async Task<LockProject> FixOneByOne()
    {
        var project = this;
        var left = await Diagnose();
        Assert.NotEmpty(left);
        while (left.Length > 0)
        {
            project = await project.Apply(Assert.Single(await project.Offers(left[0])));
            var before = left.Length;
            left = await project.Diagnose();
            Assert.True(left.Length < before, "The fix left as many diagnostics as there were: " + CompilationAssert.Describe(left));
        }

        return project;
    }

    /// <summary>Fixes all diagnostics of the first one's rule.</summary>
    public async Task<LockProject> FixAll(FixAllScope scope = FixAllScope.Solution)
    {
        var diagnostics = await Diagnose();
        var offer = Assert.Single(await Offers(diagnostics[0]));
        var context = new FixAllContext(
            _project.GetDocument(diagnostics[0].Location.SourceTree)!,
            Fix,
            scope,
            offer.EquivalenceKey,
            [diagnostics[0].Id],
            new Diagnostics(),
            TestContext.Current.CancellationToken);
        var action = await Fix.GetFixAllProvider()!.GetFixAsync(context);
        Assert.NotNull(action);
        return await Apply(action);
    }

    public async Task<IReadOnlyList<CodeAction>> Offers(Diagnostic diagnostic)
    {
        var offers = new List<CodeAction>();
        var document = _project.GetDocument(diagnostic.Location.SourceTree)!;
        await Fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => offers.Add(action), TestContext.Current.CancellationToken));
        return offers;
    }

    private static async Task<string> Read(TextDocument document) => (await document.GetTextAsync(TestContext.Current.CancellationToken)).ToString();

    private async Task<LockProject> Apply(CodeAction action)
    {
        var operations = await action.GetOperationsAsync(TestContext.Current.CancellationToken);
        return new(operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetProject(_project.Id)!);
    }

    private sealed class Diagnostics : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            await new LockProject(project).Diagnose();

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            (await new LockProject(document.Project).Diagnose()).Where(diagnostic => diagnostic.Location.SourceTree?.FilePath == document.FilePath);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
