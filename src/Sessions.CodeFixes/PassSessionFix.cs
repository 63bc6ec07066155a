using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Sessions.Analyzers;

namespace Sessions.CodeFixes;

/// <summary>Passes a session that was created and forgotten to the agent's runs.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class PassSessionFix : CodeFixProvider
{
    private const string SessionParameter = "session";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.SessionNotPassed];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var diagnostic = context.Diagnostics[0];
        var runs = diagnostic.AdditionalLocations
            .Select(location => root?.FindNode(location.SourceSpan, getInnermostNodeForTie: true))
            .OfType<InvocationExpressionSyntax>()
            .ToImmutableArray();
        if (root is null || runs.IsEmpty || diagnostic.Properties[FixProperties.SessionName] is not { } session)
        {
            return;
        }

        context.RegisterCodeFix(
            CodeAction.Create(
                $"Pass '{session}' to the runs",
                _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNodes(runs, (_, run) => Pass(run, session)))),
                nameof(PassSessionFix)),
            diagnostic);
    }

    private static InvocationExpressionSyntax Pass(InvocationExpressionSyntax run, string session)
    {
        var arguments = run.ArgumentList.Arguments;
        var argument = SyntaxFactory.Argument(
            SyntaxFactory.NameColon(SyntaxFactory.IdentifierName(SessionParameter)),
            default,
            SyntaxFactory.ParseExpression(session));
        var firstNamed = arguments.IndexOf(existing => existing.NameColon is not null);
        var position = firstNamed < 0 ? arguments.Count : firstNamed;
        return run.WithArgumentList(run.ArgumentList.WithArguments(arguments.Insert(position, argument.WithAdditionalAnnotations(Formatter.Annotation))));
    }
}
