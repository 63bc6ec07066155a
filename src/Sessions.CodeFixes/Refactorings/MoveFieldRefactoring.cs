using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Sessions.CodeFixes.Refactorings;

/// <summary>Moves a field, which all sessions share, into state that each session has of its own.</summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp, Name = nameof(MoveFieldRefactoring))]
[Shared]
public sealed class MoveFieldRefactoring : CodeRefactoringProvider
{
    /// <inheritdoc/>
    public override async Task ComputeRefactoringsAsync(CodeRefactoringContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        if (root?.FindNode(context.Span) is VariableDeclaratorSyntax variable
            && variable.Identifier.Span.IntersectsWith(context.Span)
            && await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is { } model
            && MovedField.Find(variable, model, context.CancellationToken) is { } field)
        {
            context.RegisterRefactoring(CodeAction.Create(
                $"Move '{variable.Identifier.ValueText}' into session state",
                token => field.MoveAsync(context.Document, token),
                nameof(MoveFieldRefactoring)));
        }
    }
}
