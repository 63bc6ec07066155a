using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Sessions.Analyzers;

namespace Sessions.CodeFixes;

/// <summary>Awaits a run whose task is dropped, where the function round it is async already.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AwaitRunFix))]
[Shared]
public sealed class AwaitRunFix() : DocumentFix(DiagnosticIds.RunDropped)
{
    private const string Title = "Await the run";

    private protected override DocumentEdit? Find(CodeFixContext context, SyntaxNode root, SemanticModel model) =>
        root.FindNode(context.Span).FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } run && Task(run) is { } task && CanAwait(task)
            ? new(Title, () => root.ReplaceNode(task, Await(task)))
            : null;

    /// <summary>The run with what is said of how it is awaited; <see langword="null"/> where an await would change what its neighbours mean.</summary>
    private static ExpressionSyntax? Task(InvocationExpressionSyntax run)
    {
        ExpressionSyntax task = run;
        while (task.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax outer })
        {
            task = outer;
        }

        return task.Parent switch
        {
            ExpressionStatementSyntax or AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } } => task,
            EqualsValueClauseSyntax { Parent.Parent: VariableDeclarationSyntax { Type.IsVar: true } } => task,
            _ => null,
        };
    }

    private static bool CanAwait(SyntaxNode task)
    {
        foreach (var outer in task.Ancestors())
        {
            switch (outer)
            {
                case LockStatementSyntax or UnsafeStatementSyntax:
                    return false;
                case AnonymousFunctionExpressionSyntax function:
                    return function.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword);
                case LocalFunctionStatementSyntax function:
                    return function.Modifiers.Any(SyntaxKind.AsyncKeyword);
                case MethodDeclarationSyntax method:
                    return method.Modifiers.Any(SyntaxKind.AsyncKeyword);
                case GlobalStatementSyntax:
                    return true;
                case MemberDeclarationSyntax:
                    return false;
            }
        }

        return false;
    }

    private static AwaitExpressionSyntax Await(ExpressionSyntax task) =>
        SyntaxFactory.AwaitExpression(SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space), task.WithoutLeadingTrivia())
            .WithLeadingTrivia(task.GetLeadingTrivia());
}
