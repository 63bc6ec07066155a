using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Editing;

namespace Sessions.CodeFixes;

/// <summary>Makes types partial.</summary>
internal static class PartialTypes
{
    /// <summary>Makes every declaration of a type partial that is in the solution.</summary>
    public static async Task MakeAsync(SolutionEditor editor, INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            if (editor.OriginalSolution.GetDocument(reference.SyntaxTree) is not { } document)
            {
                continue;
            }

            var declaration = await reference.GetSyntaxAsync(cancellationToken).ConfigureAwait(false);
            var documentEditor = await editor.GetDocumentEditorAsync(document.Id, cancellationToken).ConfigureAwait(false);
            documentEditor.SetModifiers(declaration, documentEditor.Generator.GetModifiers(declaration).WithPartial(true));
        }
    }
}
