using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Sessions.Generators;

/// <summary>Reads the arguments of System.Text.Json's attributes as they are written, where that says what they are.</summary>
internal static class JsonAttributeSyntax
{
    private const string Condition = "JsonIgnoreCondition";

    /// <summary>The text of an argument that is a string literal.</summary>
    public static string? FindText(AttributeArgumentSyntax argument) =>
        argument is { NameEquals: null, NameColon: null, Expression: LiteralExpressionSyntax literal } && literal.IsKind(SyntaxKind.StringLiteralExpression)
            ? literal.Token.ValueText
            : null;

    /// <summary>The value of <c>Condition = JsonIgnoreCondition.Name</c>.</summary>
    public static int? FindCondition(AttributeArgumentSyntax argument, JsonSourceNames names) =>
        argument is
        {
            NameEquals.Name.Identifier.ValueText: "Condition",
            Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: Condition }, Name.Identifier.ValueText: var name },
        }
            ? names.FindType(Condition)?.GetMembers(name).OfType<IFieldSymbol>().FirstOrDefault()?.ConstantValue as int?
            : null;
}
