using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Sessions.Analyzers.Flow;

/// <summary>
/// The bodies of a type, with the types in it, as far as they are in one file: what has code of its own, and which names it mentions.
/// Found in the text alone, for most of them never need be looked at further.
/// </summary>
internal sealed class TypeBodies
{
    private readonly List<(SyntaxNode Body, HashSet<string> Names)> _bodies = [];
    private readonly HashSet<string> _namesElsewhere = new(StringComparer.Ordinal);

    public TypeBodies(INamedTypeSymbol type, SyntaxTree tree, CancellationToken cancellationToken)
    {
        foreach (var declaration in type.DeclaringSyntaxReferences)
        {
            var node = declaration.GetSyntax(cancellationToken);
            if (node.SyntaxTree == tree)
            {
                Add(node);
            }
            else
            {
                _namesElsewhere.UnionWith(Names(node));
            }
        }
    }

    /// <summary>Whether the name stands in a part of the type that is in another file.</summary>
    public bool IsMentionedElsewhere(string name) => _namesElsewhere.Contains(name);

    /// <summary>The bodies in this file.</summary>
    public IEnumerable<SyntaxNode> All => _bodies.Select(body => body.Body);

    /// <summary>The bodies in this file in which the name stands.</summary>
    public IEnumerable<SyntaxNode> Mentioning(string name) => _bodies.Where(body => body.Names.Contains(name)).Select(body => body.Body);

    private void Add(SyntaxNode declaration)
    {
        foreach (var body in declaration.DescendantNodesAndSelf(node => !IsBody(node)).Where(IsBody))
        {
            // The initializer of a field has the name of the field outside of it.
            var names = Names(body);
            if (body.Parent is VariableDeclaratorSyntax { Identifier.ValueText: var field })
            {
                names.Add(field);
            }
            else if (body.Parent is PropertyDeclarationSyntax { Identifier.ValueText: var property })
            {
                names.Add(property);
            }

            _bodies.Add((body, names));
        }
    }

    private static bool IsBody(SyntaxNode node) => node switch
    {
        BaseMethodDeclarationSyntax method => method.Body is not null || method.ExpressionBody is not null || method is ConstructorDeclarationSyntax,
        AccessorDeclarationSyntax accessor => accessor.Body is not null || accessor.ExpressionBody is not null,
        ArrowExpressionClauseSyntax { Parent: BasePropertyDeclarationSyntax } => true,
        EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax or VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax } } => true,
        CompilationUnitSyntax unit => unit.Members.Any(SyntaxKind.GlobalStatement),
        _ => false,
    };

    private static HashSet<string> Names(SyntaxNode node) => new(
        node.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText),
        StringComparer.Ordinal);
}
