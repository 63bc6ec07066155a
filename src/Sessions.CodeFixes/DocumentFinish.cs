using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;
using Microsoft.CodeAnalysis.Text;

namespace Sessions.CodeFixes;

/// <summary>
/// Finishes what a fix wrote as an editor does, and then gives it the line endings of the file: the formatter takes those of the
/// machine.
/// </summary>
internal static class DocumentFinish
{
    public static async Task<Document> FinishAsync(Document original, Document changed, CancellationToken cancellationToken)
    {
        changed = await ImportAdder.AddImportsAsync(changed, Simplifier.Annotation, cancellationToken: cancellationToken).ConfigureAwait(false);
        changed = await Simplifier.ReduceAsync(changed, Simplifier.Annotation, cancellationToken: cancellationToken).ConfigureAwait(false);
        changed = await Formatter.FormatAsync(changed, Formatter.Annotation, cancellationToken: cancellationToken).ConfigureAwait(false);
        changed = await Formatter.FormatAsync(changed, SyntaxAnnotation.ElasticAnnotation, cancellationToken: cancellationToken).ConfigureAwait(false);
        var text = await changed.GetTextAsync(cancellationToken).ConfigureAwait(false);
        return LineEndingOf(await original.GetTextAsync(cancellationToken).ConfigureAwait(false)) is { } lineEnding
            ? changed.WithText(SourceText.From(text.ToString().Replace("\r\n", "\n").Replace("\n", lineEnding), text.Encoding, text.ChecksumAlgorithm))
            : changed;
    }

    public static async Task<Solution> FinishAsync(Solution original, Solution changed, CancellationToken cancellationToken)
    {
        var finished = changed;
        foreach (var id in changed.GetChanges(original).GetProjectChanges().SelectMany(static project => project.GetChangedDocuments()))
        {
            var document = await FinishAsync(original.GetDocument(id)!, changed.GetDocument(id)!, cancellationToken).ConfigureAwait(false);
            finished = finished.WithDocumentText(id, await document.GetTextAsync(cancellationToken).ConfigureAwait(false));
        }

        return finished;
    }

    /// <summary>What ends every line; <see langword="null"/> where nothing does, or not always the same.</summary>
    private static string? LineEndingOf(SourceText text)
    {
        var endings = text.Lines.Select(line => text.ToString(TextSpan.FromBounds(line.End, line.EndIncludingLineBreak)));
        var different = new HashSet<string>(endings.Where(static ending => ending.Length > 0), StringComparer.Ordinal);
        return different.Count == 1 ? different.Single() : null;
    }
}
