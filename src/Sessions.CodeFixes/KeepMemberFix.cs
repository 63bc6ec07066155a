using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;
using Sessions.Analyzers;
using Sessions.Generators;

namespace Sessions.CodeFixes;

/// <summary>Makes a member part of the JSON: includes what is not public, and gives an <c>init</c> to what has no setter.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class KeepMemberFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.StateMemberNotReadBack, DiagnosticIds.StateFieldNotStored];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var compilation = await context.Document.Project.GetCompilationAsync(context.CancellationToken).ConfigureAwait(false);
        var member = root?.FindToken(context.Span.Start).Parent?.FirstAncestorOrSelf<MemberDeclarationSyntax>();
        if (compilation?.GetBestTypeByMetadataName(JsonNames.Include) is not { } include)
        {
            return;
        }

        switch (member)
        {
            case PropertyDeclarationSyntax { AccessorList: { Accessors.Count: 1 } accessors }:
                Register("Add an init accessor", editor => editor.ReplaceNode(accessors, accessors.AddAccessors(Init()).WithAdditionalAnnotations(Formatter.Annotation)));
                break;
            case PropertyDeclarationSyntax:
            case FieldDeclarationSyntax { Declaration.Variables.Count: 1 } field when !field.Modifiers.Any(SyntaxKind.ReadOnlyKeyword):
                Register("Add [JsonInclude]", editor => editor.AddAttribute(member, editor.Generator.Attribute(editor.Generator.TypeExpression(include))));
                break;
        }

        void Register(string title, Action<DocumentEditor> edit) =>
            context.RegisterCodeFix(CodeAction.Create(title, token => EditAsync(context.Document, edit, token), nameof(KeepMemberFix)), context.Diagnostics);
    }

    private static async Task<Document> EditAsync(Document document, Action<DocumentEditor> edit, CancellationToken cancellationToken)
    {
        var editor = await DocumentEditor.CreateAsync(document, cancellationToken).ConfigureAwait(false);
        edit(editor);
        return await DocumentFinish.FinishAsync(document, editor.GetChangedDocument(), cancellationToken).ConfigureAwait(false);
    }

    private static AccessorDeclarationSyntax Init() =>
        SyntaxFactory.AccessorDeclaration(SyntaxKind.InitAccessorDeclaration).WithSemicolonToken(SyntaxFactory.Token(SyntaxKind.SemicolonToken));
}
