using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;
using Sessions.Analyzers;
using Sessions.Generators;

namespace Sessions.CodeFixes.Refactorings;

/// <summary>A field that becomes the property of a new state type, with each of its uses as it is then.</summary>
internal sealed class MovedField
{
    private readonly FieldDeclarationSyntax _declaration;
    private readonly IFieldSymbol _field;
    private readonly Dictionary<SyntaxNode, ExpressionSyntax> _uses;

    private MovedField(FieldDeclarationSyntax declaration, IFieldSymbol field, Dictionary<SyntaxNode, ExpressionSyntax> uses)
    {
        _declaration = declaration;
        _field = field;
        _uses = uses;
    }

    /// <summary>The field, if each of its uses can be told from a turn; <see langword="null"/> if it cannot be moved.</summary>
    public static MovedField? Find(VariableDeclaratorSyntax variable, SemanticModel model, CancellationToken cancellationToken)
    {
        if (variable.Parent?.Parent is not FieldDeclarationSyntax { Declaration.Variables.Count: 1, Parent: ClassDeclarationSyntax type } declaration
            || model.GetDeclaredSymbol(variable, cancellationToken) is not IFieldSymbol field
            || !IsMovable(field, model.Compilation))
        {
            return null;
        }

        var rewriter = new FieldUses(field, model, cancellationToken);
        return rewriter.Find(type) is { } uses ? new(declaration, field, uses) : null;
    }

    /// <summary>Rewrites the uses, and puts the state type behind the field's.</summary>
    public async Task<Document> MoveAsync(Document document, CancellationToken cancellationToken)
    {
        var editor = await DocumentEditor.CreateAsync(document, cancellationToken).ConfigureAwait(false);
        foreach (var use in _uses)
        {
            editor.ReplaceNode(use.Key, use.Value.WithTriviaFrom(use.Key).WithAdditionalAnnotations(Simplifier.Annotation));
        }

        editor.RemoveNode(_declaration);
        editor.InsertAfter(_declaration.Parent!, State());
        return await DocumentFinish.FinishAsync(document, editor.GetChangedDocument(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether the field is a value that may differ from session to session, and that JSON can hold. What can be changed in place is not moved.</summary>
    private static bool IsMovable(IFieldSymbol field, Compilation compilation) =>
        field is { DeclaredAccessibility: Accessibility.Private, IsStatic: false, IsReadOnly: false, IsConst: false, IsVolatile: false, ContainingType: { ContainingType: null, Arity: 0, DeclaringSyntaxReferences.Length: 1 } type }
        && (field.Type.IsValueType || field.Type.SpecialType == SpecialType.System_String || field.Type.ContainingNamespace?.ToDisplayString() == "System.Collections.Immutable")
        && field.GetAttributes().IsEmpty
        && type.ContainingNamespace.GetTypeMembers(FieldUses.StateNameOf(field)).IsEmpty
        && compilation.GetBestTypeByMetadataName(RuntimeNames.AgentSessionStateAttribute) is not null
        && JsonTypeRules.FindProblem(field.Type, new JsonScope(compilation, type)) is null;

    private RecordDeclarationSyntax State()
    {
        var comments = string.Concat(_declaration.GetLeadingTrivia().ToFullString().Split('\n').Select(static line => line.Trim()).Where(static line => line.Length > 0).Select(static line => line + "\n"));
        var variable = _declaration.Declaration.Variables[0];
        var initializer = variable.Initializer is { } value ? $" {value};" : "";
        var text = $$"""

            /// <summary>What <see cref="{{_field.ContainingType.Name}}"/> keeps of a session.</summary>
            [{{RuntimeNames.AgentSessionStateAttribute}}]
            internal sealed partial record {{FieldUses.StateNameOf(_field)}}
            {
            {{comments}}public {{_declaration.Declaration.Type}} {{FieldUses.PropertyNameOf(_field)}} { get; init; }{{initializer}}
            }

            """;
        var state = (RecordDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration(text)!;
        return state.ReplaceNode(state.AttributeLists[0].Attributes[0].Name, state.AttributeLists[0].Attributes[0].Name.WithAdditionalAnnotations(Simplifier.Annotation))
            .WithAdditionalAnnotations(Formatter.Annotation);
    }
}
