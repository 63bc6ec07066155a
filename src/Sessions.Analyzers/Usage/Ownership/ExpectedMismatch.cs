using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Sessions.Analyzers.Usage.Ownership;

/// <summary>Tells where the exception for another agent's session is what the code is there for: in a test, and where it is caught.</summary>
internal static class ExpectedMismatch
{
    private const string Exception = "SessionMismatchException";

    public static bool Covers(SyntaxNode use)
    {
        for (var node = use; node.Parent is { } parent; node = parent)
        {
            if (parent switch
            {
                InvocationExpressionSyntax call => IsAssertion(call),
                TryStatementSyntax attempt => attempt.Block == node && attempt.Catches.Any(clause => clause.Declaration is { } caught && IsException(caught.Type)),
                LambdaExpressionSyntax { Parent: EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Identifier.ValueText: var name } } } => IsAsserted(name, parent),
                LocalFunctionStatementSyntax { Identifier.ValueText: var name } => IsAsserted(name, parent),
                _ => false,
            })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the function is given to such an assertion by its name.</summary>
    private static bool IsAsserted(string function, SyntaxNode declaration) =>
        declaration.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member
        && member.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call =>
            IsAssertion(call) && call.DescendantNodes().Any(node => node is IdentifierNameSyntax name && name.Identifier.ValueText == function));

    /// <summary>Whether the call is one like <c>Assert.ThrowsAsync&lt;SessionMismatchException&gt;(…)</c>.</summary>
    private static bool IsAssertion(InvocationExpressionSyntax call) => call.Expression switch
    {
        GenericNameSyntax name => IsAssertion(name),
        MemberAccessExpressionSyntax { Name: GenericNameSyntax name } => IsAssertion(name),
        _ => false,
    };

    private static bool IsAssertion(GenericNameSyntax name) =>
        name.Identifier.ValueText.StartsWith("Throw", StringComparison.Ordinal) && name.TypeArgumentList.Arguments.Any(IsException);

    private static bool IsException(TypeSyntax type) => type switch
    {
        QualifiedNameSyntax qualified => IsException(qualified.Right),
        SimpleNameSyntax name => name.Identifier.ValueText == Exception,
        _ => false,
    };
}
