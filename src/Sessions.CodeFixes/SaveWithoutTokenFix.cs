using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using Sessions.Analyzers;

namespace Sessions.CodeFixes;

/// <summary>Gives a save that clears up a token that is never cancelled.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SaveWithoutTokenFix))]
[Shared]
public sealed class SaveWithoutTokenFix : CodeFixProvider
{
    private const string Title = "Save with CancellationToken.None";
    private const string None = "System.Threading.CancellationToken.None";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.SaveMayBeCancelled];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        if (root?.FindNode(context.Span, getInnermostNodeForTie: true) is ExpressionSyntax token)
        {
            context.RegisterCodeFix(
                CodeAction.Create(Title, _ => Task.FromResult(context.Document.WithSyntaxRoot(Save(root, token))), nameof(SaveWithoutTokenFix)),
                context.Diagnostics);
        }
    }

    private static SyntaxNode Save(SyntaxNode root, ExpressionSyntax token) =>
        root.ReplaceNode(token, SyntaxFactory.ParseExpression(None).WithTriviaFrom(token).WithAdditionalAnnotations(Simplifier.Annotation));
}
