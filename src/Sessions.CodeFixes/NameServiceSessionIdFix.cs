using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Sessions.Analyzers;
using Sessions.Analyzers.Agents;

namespace Sessions.CodeFixes;

/// <summary>Says that a string is the service's conversation id. What the program does stays the same.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NameServiceSessionIdFix))]
[Shared]
public sealed class NameServiceSessionIdFix : CodeFixProvider
{
    private const string Title = "Name the argument 'serviceSessionId'";

    // Parsed, for the formatter would have its say about what is made.
    private static readonly NameColonSyntax Named = SyntaxFactory.ParseArgumentList($"({AgentMethods.ServiceSessionId}: id)").Arguments[0].NameColon!;

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.ServiceSessionIdNotNamed];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        if (root?.FindNode(context.Span) is ArgumentSyntax argument)
        {
            context.RegisterCodeFix(
                CodeAction.Create(Title, _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(argument, Name(argument)))), nameof(NameServiceSessionIdFix)),
                context.Diagnostics);
        }
    }

    private static ArgumentSyntax Name(ArgumentSyntax argument) => argument.WithoutLeadingTrivia().WithNameColon(Named).WithLeadingTrivia(argument.GetLeadingTrivia());
}
