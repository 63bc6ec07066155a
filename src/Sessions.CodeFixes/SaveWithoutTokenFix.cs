using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using Sessions.Analyzers;

namespace Sessions.CodeFixes;

/// <summary>Gives a save that clears up a token that is never cancelled.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SaveWithoutTokenFix))]
[Shared]
public sealed class SaveWithoutTokenFix() : DocumentFix(DiagnosticIds.SaveMayBeCancelled)
{
    private const string Title = "Save with CancellationToken.None";
    private const string None = "System.Threading.CancellationToken.None";

    private protected override DocumentEdit? Find(CodeFixContext context, SyntaxNode root, SemanticModel model) =>
        root.FindNode(context.Span, getInnermostNodeForTie: true) is ExpressionSyntax token ? new(Title, () => Save(root, token)) : null;

    private static SyntaxNode Save(SyntaxNode root, ExpressionSyntax token) =>
        root.ReplaceNode(token, SyntaxFactory.ParseExpression(None).WithTriviaFrom(token).WithAdditionalAnnotations(Simplifier.Annotation));
}
