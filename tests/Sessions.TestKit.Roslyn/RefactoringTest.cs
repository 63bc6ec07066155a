using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;

namespace Sessions.Roslyn;

/// <summary>Asks a refactoring what it offers at a place, marked <c>[||]</c>, and applies it as an editor does.</summary>
/// <param name="refactoring">The refactoring.</param>
/// <param name="usings">The global usings of the project.</param>
/// <param name="references">What it references.</param>
public sealed class RefactoringTest(CodeRefactoringProvider refactoring, string usings, IEnumerable<MetadataReference> references)
{
    private const string Mark = "[||]";

    /// <summary>Asserts that nothing is offered.</summary>
    public async Task OffersNothing(string marked)
    {
        using var workspace = new AdhocWorkspace();
        var actions = await FindAsync(workspace, marked);
        new DefaultVerifier().Equal("", string.Join(", ", actions.Select(action => action.Title)));
    }

    /// <summary>Asserts that one thing is offered, by this title, and what the source is when it was done.</summary>
    /// <returns>What the project is then, which may lack what generators write.</returns>
    public async Task<CSharpCompilation> Becomes(string marked, string title, string expected)
    {
        using var workspace = new AdhocWorkspace();
        var actions = await FindAsync(workspace, marked);
        new DefaultVerifier().Equal(title, string.Join(", ", actions.Select(action => action.Title)));
        foreach (var operation in await actions[0].GetOperationsAsync(CancellationToken.None))
        {
            operation.Apply(workspace, CancellationToken.None);
        }

        var project = workspace.CurrentSolution.Projects.Single();
        var text = await project.Documents.First().GetTextAsync();
        new DefaultVerifier().Equal(expected.ReplaceLineEndings("\n"), text.ToString().ReplaceLineEndings("\n"));
        return (CSharpCompilation)(await project.GetCompilationAsync())!;
    }

    private async Task<List<CodeAction>> FindAsync(AdhocWorkspace workspace, string marked)
    {
        var project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(),
            VersionStamp.Default,
            "TestAssembly",
            "TestAssembly",
            LanguageNames.CSharp,
            compilationOptions: TestCompilation.Options,
            parseOptions: TestCompilation.ParseOptions(LanguageVersion.CSharp14),
            metadataReferences: references));
        var place = marked.IndexOf(Mark, StringComparison.Ordinal);
        var document = workspace.AddDocument(project.Id, "Source0.cs", SourceText.From(marked.Remove(place, Mark.Length)));
        workspace.AddDocument(project.Id, "GlobalUsings.cs", SourceText.From(usings));
        var actions = new List<CodeAction>();
        document = workspace.CurrentSolution.GetDocument(document.Id)!;
        await refactoring.ComputeRefactoringsAsync(new CodeRefactoringContext(document, new TextSpan(place, 0), actions.Add, CancellationToken.None));
        return actions;
    }
}
