using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Sessions.Roslyn;

/// <summary>Applies a fix as an editor does, and makes sure that what it leaves compiles and is not reported again.</summary>
internal sealed class CodeFixTest(AnalyzerTest analyzer, CodeFixProvider fix)
{
    /// <summary>
    /// Asserts what the sources are after each diagnostic was fixed, one after the other, and after all were fixed at once; with
    /// the line endings of one system and of the other.
    /// </summary>
    public async Task Fixes(string[] sources, string[] expected)
    {
        foreach (var lineEnding in new[] { "\n", "\r\n" })
        {
            await FixesAsWritten([.. sources.Select(source => source.ReplaceLineEndings(lineEnding))], [.. expected.Select(source => source.ReplaceLineEndings(lineEnding))]);
        }
    }

    private async Task FixesAsWritten(string[] sources, string[] expected)
    {
        Assert.Equal(expected, await Texts(await FixOneByOne(Open(sources))));
        Assert.Equal(expected, await Texts(await FixAll(Open(sources))));
        Assert.Empty(await analyzer.Diagnose(analyzer.Compile(expected)));
    }

    public Task Fixes(string source, string expected) => Fixes([source], [expected]);

    /// <summary>Asserts that what is reported has no fix.</summary>
    public async Task OffersNothing(string source)
    {
        var project = Open([source]);
        var diagnostics = await Diagnose(project);
        Assert.NotEmpty(diagnostics);
        Assert.Empty(await Offers(project, diagnostics[0]));
    }

    private static Project Open(string[] sources)
    {
        var compilation = TestCompilation.Create(sources);
        var workspace = new AdhocWorkspace();
        var project = workspace.AddProject("TestAssembly", LanguageNames.CSharp)
            .WithCompilationOptions(compilation.Options)
            .WithParseOptions(compilation.SyntaxTrees[0].Options)
            .WithMetadataReferences(compilation.References);
        foreach (var tree in compilation.SyntaxTrees)
        {
            project = project.AddDocument(tree.FilePath, tree.GetText(), filePath: tree.FilePath).Project;
        }

        return project;
    }

    private async Task<Project> FixOneByOne(Project project)
    {
        var left = await Diagnose(project);
        Assert.NotEmpty(left);
        while (left.Length > 0)
        {
            var offers = await Offers(project, left[0]);
            project = await Apply(project, Assert.Single(offers));
            var before = left.Length;
            left = await Diagnose(project);
            Assert.True(left.Length < before, "The fix left as many diagnostics as there were: " + CompilationAssert.Describe(left));
        }

        return project;
    }

    private async Task<Project> FixAll(Project project)
    {
        var diagnostics = await Diagnose(project);
        var offer = Assert.Single(await Offers(project, diagnostics[0]));
        var context = new FixAllContext(
            project.GetDocument(diagnostics[0].Location.SourceTree)!,
            fix,
            FixAllScope.Project,
            offer.EquivalenceKey,
            fix.FixableDiagnosticIds,
            new Diagnostics(diagnostics),
            TestContext.Current.CancellationToken);
        var action = await fix.GetFixAllProvider()!.GetFixAsync(context);
        Assert.NotNull(action);
        return await Apply(project, action);
    }

    private async Task<ImmutableArray<Diagnostic>> Diagnose(Project project)
    {
        var compilation = (CSharpCompilation)(await project.GetCompilationAsync(TestContext.Current.CancellationToken))!;
        var diagnostics = await analyzer.Diagnose(analyzer.Generate(compilation));
        return [.. diagnostics.Where(diagnostic => fix.FixableDiagnosticIds.Contains(diagnostic.Id))];
    }

    private async Task<IReadOnlyList<CodeAction>> Offers(Project project, Diagnostic diagnostic)
    {
        var offers = new List<CodeAction>();
        var document = project.GetDocument(diagnostic.Location.SourceTree)!;
        await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => offers.Add(action), TestContext.Current.CancellationToken));
        return offers;
    }

    private static async Task<Project> Apply(Project project, CodeAction action)
    {
        var operations = await action.GetOperationsAsync(TestContext.Current.CancellationToken);
        return operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetProject(project.Id)!;
    }

    private static async Task<string[]> Texts(Project project)
    {
        var texts = new List<string>();
        foreach (var document in project.Documents.Where(document => document.Name.StartsWith("Source", StringComparison.Ordinal)))
        {
            SourceText text = await document.GetTextAsync(TestContext.Current.CancellationToken);
            texts.Add(text.ToString());
        }

        return [.. texts];
    }

    private sealed class Diagnostics(ImmutableArray<Diagnostic> all) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(all);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            Task.FromResult(all.Where(diagnostic => diagnostic.Location.SourceTree?.FilePath == document.FilePath));

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
