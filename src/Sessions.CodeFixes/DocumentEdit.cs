using Microsoft.CodeAnalysis;

namespace Sessions.CodeFixes;

/// <summary>What a fix offers to do in one document.</summary>
/// <param name="Title">How an editor shows it.</param>
/// <param name="ApplyAsync">Does it.</param>
internal sealed record DocumentEdit(string Title, Func<Document, CancellationToken, Task<Document>> ApplyAsync)
{
    /// <summary>Creates an edit of the syntax alone.</summary>
    public DocumentEdit(string title, Func<SyntaxNode> change)
        : this(title, (document, _) => Task.FromResult(document.WithSyntaxRoot(change())))
    {
    }
}
