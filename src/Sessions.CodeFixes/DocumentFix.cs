using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Sessions.CodeFixes;

/// <summary>The base of fixes that mend each report by one edit of the document that it is in.</summary>
public abstract class DocumentFix : CodeFixProvider
{
    private protected DocumentFix(params string[] ids) => FixableDiagnosticIds = [.. ids];

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var document = context.Document;
        if (await document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is { } model
            && await document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is { } root
            && Find(context, root, model) is { } edit)
        {
            context.RegisterCodeFix(CodeAction.Create(edit.Title, token => edit.ApplyAsync(document, token), GetType().Name), context.Diagnostics);
        }
    }

    /// <summary>What mends what is reported; <see langword="null"/> where nothing does.</summary>
    private protected abstract DocumentEdit? Find(CodeFixContext context, SyntaxNode root, SemanticModel model);
}
