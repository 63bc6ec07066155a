using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Sessions.Analyzers;
using Sessions.Generators;

namespace Sessions.CodeFixes.Refactorings;

/// <summary>Makes a class or record whose members are data session state: with the attribute, and partial.</summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp, Name = nameof(MakeStateRefactoring))]
[Shared]
public sealed class MakeStateRefactoring : CodeRefactoringProvider
{
    /// <inheritdoc/>
    public override async Task ComputeRefactoringsAsync(CodeRefactoringContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        if (root?.FindNode(context.Span) is not TypeDeclarationSyntax declaration || !declaration.Identifier.Span.IntersectsWith(context.Span))
        {
            return;
        }

        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (model?.GetDeclaredSymbol(declaration, context.CancellationToken) is INamedTypeSymbol type
            && model.Compilation.GetBestTypeByMetadataName(RuntimeNames.AgentSessionStateAttribute) is { } attribute
            && CanBeState(type, model.Compilation))
        {
            context.RegisterRefactoring(CodeAction.Create(
                $"Make '{type.Name}' session state",
                token => MakeAsync(context.Document, declaration, type, attribute, token),
                nameof(MakeStateRefactoring)));
        }
    }

    /// <summary>Whether the type would be state without a report. A type that derives from another is more than its data.</summary>
    private static bool CanBeState(INamedTypeSymbol type, Compilation compilation)
    {
        if (type.HasAttribute(RuntimeNames.AgentSessionStateAttribute)
            || TypeShape.WhyRefused(type) != TypeRefusal.None
            || type.BaseType is not { SpecialType: SpecialType.System_Object }
            || !JsonTypeRules.HasOwnMembers(type))
        {
            return false;
        }

        var scope = new JsonScope(compilation, type);
        var members = scope.Of(type).Members;
        return members.Count > 0 && JsonTypeRules.FindOwnProblem(type, scope) is null && members.TrueForAll(member => JsonTypeRules.FindProblem(member, scope) is null);
    }

    private static async Task<Solution> MakeAsync(
        Document document,
        TypeDeclarationSyntax declaration,
        INamedTypeSymbol type,
        INamedTypeSymbol attribute,
        CancellationToken cancellationToken)
    {
        var solution = new SolutionEditor(document.Project.Solution);
        var editor = await solution.GetDocumentEditorAsync(document.Id, cancellationToken).ConfigureAwait(false);
        editor.AddAttribute(declaration, editor.Generator.Attribute(editor.Generator.TypeExpression(attribute)));
        foreach (var container in type.SelfAndContainingTypes())
        {
            await PartialTypes.MakeAsync(solution, container, cancellationToken).ConfigureAwait(false);
        }

        return await DocumentFinish.FinishAsync(document.Project.Solution, solution.GetChangedSolution(), cancellationToken).ConfigureAwait(false);
    }
}
