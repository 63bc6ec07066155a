using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Sessions.Analyzers;
using Sessions.Generators;

namespace Sessions.CodeFixes;

/// <summary>
/// Writes the methods that a history provider lacks. They throw until they are filled in: a method that did nothing would
/// lose messages without a word.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class WriteHistoryMethodsFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.HistoryMethodNotUsable];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var compilation = await context.Document.Project.GetCompilationAsync(context.CancellationToken).ConfigureAwait(false);
        if (root?.FindToken(context.Span.Start).Parent is not ClassDeclarationSyntax declaration
            || !context.Diagnostics[0].Properties.TryGetValue(FixProperties.MissingMethods, out var missing)
            || compilation is null
            || HistoryMethodTypes.Find(compilation) is not { } types)
        {
            return;
        }

        var names = missing!.Split(',');
        context.RegisterCodeFix(
            CodeAction.Create(
                $"Write {string.Join(" and ", names.Select(name => $"'{name}'"))}",
                token => WriteAsync(context.Document, declaration, names, types, token),
                nameof(WriteHistoryMethodsFix)),
            context.Diagnostics);
    }

    private static async Task<Document> WriteAsync(
        Document document,
        ClassDeclarationSyntax declaration,
        IEnumerable<string> names,
        HistoryMethodTypes types,
        CancellationToken cancellationToken)
    {
        var editor = await DocumentEditor.CreateAsync(document, cancellationToken).ConfigureAwait(false);
        foreach (var name in names)
        {
            editor.AddMember(declaration, name == HistoryMethods.Load.Name ? types.WriteLoad(editor.Generator) : types.WriteSave(editor.Generator));
        }

        return await DocumentFinish.FinishAsync(document, editor.GetChangedDocument(), cancellationToken).ConfigureAwait(false);
    }
}
