using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Sessions.Analyzers.Usage.Ownership;

/// <summary>Tells which members of a type do at run time what the type's code shows.</summary>
internal static class VisibleMembers
{
    /// <summary>The body that runs where the function is called; <see langword="null"/> where it is not in this file, or another can run in its place.</summary>
    public static SyntaxNode? BodyOf(IMethodSymbol function, INamedTypeSymbol type, SyntaxTree tree)
    {
        var declared = function.PartialImplementationPart ?? function;
        return !declared.DeclaringSyntaxReferences.IsEmpty
            && declared.MethodKind is MethodKind.Ordinary or MethodKind.PropertyGet
            && !CanBeAnother(declared)
            && declared.DeclaringSyntaxReferences is { Length: 1 } references
            && references[0] is var reference
            && reference.SyntaxTree == tree
            && IsIn(declared, type)
            && reference.GetSyntax() is var syntax
            && HasCode(syntax) ? syntax : null;
    }

    /// <summary>Whether nothing outside of the type can put something into the member, or, where it holds a session, take it out.</summary>
    public static bool IsWrittenOnlyIn(ISymbol member, INamedTypeSymbol type, bool holdsSession) =>
        IsIn(member, type) && !member.IsImplicitlyDeclared && !CanBeAnother(member) && member.GetAttributes().IsEmpty && member switch
        {
            IFieldSymbol field => IsPrivate(field) || (field.IsReadOnly && !holdsSession),
            IPropertySymbol property => IsAuto(property) && (IsPrivate(property) || (!holdsSession && (property.SetMethod is null || IsPrivate(property.SetMethod)))),
            _ => false,
        };

    public static ITypeSymbol? TypeOf(ISymbol member) => member switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => null,
    };

    /// <summary>Whether only the type calls the member that the code is of.</summary>
    public static bool IsPrivate(SyntaxNode body) => body.FirstAncestorOrSelf<MemberDeclarationSyntax>() switch
    {
        MethodDeclarationSyntax { ExplicitInterfaceSpecifier: null } method => IsPrivate(method),
        PropertyDeclarationSyntax { ExplicitInterfaceSpecifier: null } property => IsPrivate(property),
        _ => false,
    };

    private static bool IsPrivate(MemberDeclarationSyntax member) =>
        member.Parent is not InterfaceDeclarationSyntax
        && !member.Modifiers.Any(modifier => modifier.IsKind(SyntaxKind.PublicKeyword) || modifier.IsKind(SyntaxKind.InternalKeyword) || modifier.IsKind(SyntaxKind.ProtectedKeyword));

    private static bool IsPrivate(ISymbol member) => member.DeclaredAccessibility == Accessibility.Private;

    private static bool CanBeAnother(ISymbol member) =>
        member.IsAbstract || member.IsExtern || (!member.ContainingType.IsSealed && (member.IsVirtual || (member.IsOverride && !member.IsSealed)));

    private static bool IsAuto(IPropertySymbol property) =>
        property.DeclaringSyntaxReferences is { Length: 1 } references
        && references[0].GetSyntax() is PropertyDeclarationSyntax { ExpressionBody: null, AccessorList.Accessors: var accessors }
        && accessors.All(accessor => !HasCode(accessor));

    private static bool HasCode(SyntaxNode function) => function switch
    {
        BaseMethodDeclarationSyntax method => method.Body is not null || method.ExpressionBody is not null,
        AccessorDeclarationSyntax accessor => accessor.Body is not null || accessor.ExpressionBody is not null,
        ArrowExpressionClauseSyntax => true,
        _ => false,
    };

    private static bool IsIn(ISymbol member, INamedTypeSymbol type) => SymbolEqualityComparer.Default.Equals(member.ContainingType?.OutermostType(), type);
}
