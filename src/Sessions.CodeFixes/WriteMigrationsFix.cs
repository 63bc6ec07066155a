using System.Collections.Immutable;
using System.Composition;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Sessions.Analyzers;
using Sessions.Generators;

namespace Sessions.CodeFixes;

/// <summary>
/// Writes the migrations that a state type lacks. They are empty: a step that has nothing to rewrite is a step, and the comment
/// in it says what to do where there is something.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class WriteMigrationsFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.StateMigrationMissing];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root?.FindToken(context.Span.Start).Parent is not TypeDeclarationSyntax declaration
            || !context.Diagnostics[0].Properties.TryGetValue(FixProperties.MissingVersions, out var versions)
            || model?.GetDeclaredSymbol(declaration, context.CancellationToken) is not { } type
            || model.Compilation.GetBestTypeByMetadataName(JsonNames.JsonObject) is not { } jsonObject
            || model.Compilation.GetBestTypeByMetadataName(RuntimeNames.StateMigrationAttribute) is not { } attribute)
        {
            return;
        }

        context.RegisterCodeFix(
            CodeAction.Create(
                $"Write the migration from version {versions}",
                token => WriteAsync(context.Document, declaration, versions!.Split([", "], StringSplitOptions.None), type, jsonObject, attribute, token),
                nameof(WriteMigrationsFix)),
            context.Diagnostics);
    }

    private static async Task<Document> WriteAsync(
        Document document,
        TypeDeclarationSyntax declaration,
        string[] versions,
        INamedTypeSymbol type,
        INamedTypeSymbol jsonObject,
        INamedTypeSymbol attribute,
        CancellationToken cancellationToken)
    {
        var editor = await DocumentEditor.CreateAsync(document, cancellationToken).ConfigureAwait(false);
        foreach (var version in versions)
        {
            editor.AddMember(declaration, Write(editor.Generator, version, type, jsonObject, attribute));
        }

        return await DocumentFinish.FinishAsync(document, editor.GetChangedDocument(), cancellationToken).ConfigureAwait(false);
    }

    private static SyntaxNode Write(SyntaxGenerator generator, string version, INamedTypeSymbol type, INamedTypeSymbol jsonObject, INamedTypeSymbol attribute)
    {
        var body = SyntaxFactory.Block().WithCloseBraceToken(SyntaxFactory.Token(SyntaxKind.CloseBraceToken).WithLeadingTrivia(
            SyntaxFactory.Comment($"// Change '{MigrationStep.Parameter}' from what version {version} stored to what the next version reads. Leave this empty if nothing has to change."),
            SyntaxFactory.ElasticLineFeed));
        return MigrationStep.Declare(generator, type, int.Parse(version, CultureInfo.InvariantCulture), jsonObject, attribute, body);
    }
}
