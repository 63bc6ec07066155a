using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Sessions.Analyzers;

namespace Sessions.CodeFixes;

/// <summary>Passes a session that was created and forgotten to the agent's runs.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class PassSessionFix() : DocumentFix(DiagnosticIds.SessionNotPassed)
{
    private const string SessionParameter = "session";

    private protected override DocumentEdit? Find(CodeFixContext context, SyntaxNode root, SemanticModel model)
    {
        var diagnostic = context.Diagnostics[0];
        var runs = diagnostic.AdditionalLocations
            .Select(location => root.FindNode(location.SourceSpan, getInnermostNodeForTie: true))
            .OfType<InvocationExpressionSyntax>()
            .ToList();
        return runs.Count > 0 && diagnostic.Properties[FixProperties.SessionName] is { } session
            ? new($"Pass '{session}' to the runs", () => root.ReplaceNodes(runs, (_, run) => Pass(run, session)))
            : null;
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
