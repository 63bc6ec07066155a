using System.Composition;
using Microsoft.CodeAnalysis;
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
public sealed class KeepMemberFix() : DocumentFix(DiagnosticIds.StateMemberNotReadBack, DiagnosticIds.StateFieldNotStored)
{
    private protected override DocumentEdit? Find(CodeFixContext context, SyntaxNode root, SemanticModel model)
    {
        if (model.Compilation.GetBestTypeByMetadataName(JsonNames.Include) is not { } include)
        {
            return null;
        }

        return root.FindToken(context.Span.Start).Parent?.FirstAncestorOrSelf<MemberDeclarationSyntax>() switch
        {
            PropertyDeclarationSyntax { AccessorList: { Accessors.Count: 1 } accessors } =>
                Edit("Add an init accessor", editor => editor.ReplaceNode(accessors, accessors.AddAccessors(Init()).WithAdditionalAnnotations(Formatter.Annotation))),
            PropertyDeclarationSyntax property => Include(property, include),
            FieldDeclarationSyntax { Declaration.Variables.Count: 1 } field when !field.Modifiers.Any(SyntaxKind.ReadOnlyKeyword) => Include(field, include),
            _ => null,
        };
    }

    private static DocumentEdit Include(MemberDeclarationSyntax member, ITypeSymbol attribute) =>
        Edit("Add [JsonInclude]", editor => editor.AddAttribute(member, editor.Generator.Attribute(editor.Generator.TypeExpression(attribute))));

    private static DocumentEdit Edit(string title, Action<DocumentEditor> edit) => new(title, (document, token) => EditAsync(document, edit, token));

    private static async Task<Document> EditAsync(Document document, Action<DocumentEditor> edit, CancellationToken cancellationToken)
    {
        var editor = await DocumentEditor.CreateAsync(document, cancellationToken).ConfigureAwait(false);
        edit(editor);
        return await DocumentFinish.FinishAsync(document, editor.GetChangedDocument(), cancellationToken).ConfigureAwait(false);
    }

    private static AccessorDeclarationSyntax Init() =>
        SyntaxFactory.AccessorDeclaration(SyntaxKind.InitAccessorDeclaration).WithSemicolonToken(SyntaxFactory.Token(SyntaxKind.SemicolonToken));
}
