using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Sessions.Analyzers;

namespace Sessions.CodeFixes;

/// <summary>Changes a slot of the state at once, where it was read, changed and set.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UpdateStateFix))]
[Shared]
public sealed class UpdateStateFix : CodeFixProvider
{
    private const string Title = "Update the state at once";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.StateReadAndSet];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root?.FindNode(context.Span).FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } set || model is null)
        {
            return;
        }

        var reads = context.Diagnostics[0].AdditionalLocations.Select(read => root.FindNode(read.SourceSpan, getInnermostNodeForTie: true)).ToList();
        if (new StateUpdate(set, reads, model).FindChanges() is { } changes)
        {
            var text = await context.Document.GetTextAsync(context.CancellationToken).ConfigureAwait(false);
            context.RegisterCodeFix(
                CodeAction.Create(Title, _ => Task.FromResult(context.Document.WithText(text.WithChanges(changes))), nameof(UpdateStateFix)),
                context.Diagnostics);
        }
    }
}
