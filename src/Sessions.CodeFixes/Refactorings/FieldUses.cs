using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Sessions.Analyzers;
using Sessions.Generators;

namespace Sessions.CodeFixes.Refactorings;

/// <summary>The uses of a field, each as it is when the value is in the state of the turn's session. A turn without a session keeps nothing.</summary>
internal sealed class FieldUses(IFieldSymbol field, SemanticModel model, CancellationToken cancellationToken)
{
    private const string Parameter = "state";

    private readonly INamedTypeSymbol? _turn = model.Compilation.GetBestTypeByMetadataName(RuntimeNames.TurnContext);

    public static string StateNameOf(IFieldSymbol field) => field.ContainingType.Name + "State";

    public static string PropertyNameOf(IFieldSymbol field)
    {
        var name = field.Name.TrimStart('_');
        return name.Length == 0 ? "Value" : char.ToUpperInvariant(name[0]) + name.Substring(1);
    }

    /// <summary>What takes the place of each use; <see langword="null"/> where one cannot be told, or none writes.</summary>
    public Dictionary<SyntaxNode, ExpressionSyntax>? Find(ClassDeclarationSyntax type)
    {
        var uses = new Dictionary<SyntaxNode, ExpressionSyntax>();
        var isWritten = false;
        foreach (var reference in References(type))
        {
            if (TurnOf(reference) is not { } turn)
            {
                return null;
            }

            var write = reference.Ancestors().TakeWhile(static node => node is not StatementSyntax).LastOrDefault() is ExpressionSyntax whole && IsWrite(whole) ? whole : null;
            isWritten |= write is not null;
            if (write is not null)
            {
                uses[write] = SyntaxFactory.ParseExpression($"{turn}.Session?.Update{StateNameOf(field)}({Parameter} => {Parameter} with {{ {PropertyNameOf(field)} = {Written(write)} }})");
            }
            else if (IsRead(reference))
            {
                uses[reference] = SyntaxFactory.ParseExpression($"({turn}.Session?.Get{StateNameOf(field)}() ?? new {StateNameOf(field)}()).{PropertyNameOf(field)}");
            }
            else
            {
                return null;
            }
        }

        return isWritten ? uses : null;
    }

    private IEnumerable<ExpressionSyntax> References(SyntaxNode node) => node.DescendantNodesAndSelf()
        .OfType<IdentifierNameSyntax>()
        .Where(name => name.Identifier.ValueText == field.Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellationToken).Symbol, field))
        .Select(static name => name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access ? access : (ExpressionSyntax)name);

    /// <summary>The parameter with the turn, of the method that the use is in, if the code there can name it and the name of what is written is free.</summary>
    private string? TurnOf(SyntaxNode use) =>
        use.FirstAncestorOrSelf<MemberDeclarationSyntax>() is MethodDeclarationSyntax method
        && !use.Ancestors().Any(static node => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or QueryExpressionSyntax)
        && !method.DescendantTokens().Any(static token => token.ValueText == Parameter)
        && model.GetDeclaredSymbol(method, cancellationToken) is IMethodSymbol symbol
            ? symbol.Parameters.FirstOrDefault(parameter => SymbolEqualityComparer.Default.Equals(parameter.Type, _turn))?.Name
            : null;

    /// <summary>Whether the whole of a statement is a write of the field that a lambda can do.</summary>
    private bool IsWrite(ExpressionSyntax statement) => statement.Parent is ExpressionStatementSyntax && Target(statement) is { } target && IsField(target)
        && !statement.DescendantNodes().Any(static node => node is AwaitExpressionSyntax);

    private static ExpressionSyntax? Target(ExpressionSyntax statement) => statement switch
    {
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression } unary => unary.Operand,
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } unary => unary.Operand,
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression or (int)SyntaxKind.AddAssignmentExpression or (int)SyntaxKind.SubtractAssignmentExpression } assignment => assignment.Left,
        _ => null,
    };

    private bool IsField(ExpressionSyntax expression) => SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(expression, cancellationToken).Symbol, field);

    private string Written(ExpressionSyntax statement) => statement switch
    {
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment => InState(assignment.Right).ToString(),
        AssignmentExpressionSyntax assignment => $"{Parameter}.{PropertyNameOf(field)} {assignment.OperatorToken.ValueText.TrimEnd('=')} ({InState(assignment.Right)})",
        PostfixUnaryExpressionSyntax unary => $"{Parameter}.{PropertyNameOf(field)} {unary.OperatorToken.ValueText[0]} 1",
        PrefixUnaryExpressionSyntax unary => $"{Parameter}.{PropertyNameOf(field)} {unary.OperatorToken.ValueText[0]} 1",
        _ => throw new InvalidOperationException($"'{statement}' writes nothing."),
    };

    private ExpressionSyntax InState(ExpressionSyntax value) =>
        value.ReplaceNodes(References(value), (reference, _) => SyntaxFactory.ParseExpression($"{Parameter}.{PropertyNameOf(field)}").WithTriviaFrom(reference)).WithoutTrivia();

    private static bool IsRead(ExpressionSyntax reference) => reference.Parent switch
    {
        AssignmentExpressionSyntax assignment => assignment.Right == reference,
        ArgumentSyntax argument => argument.RefOrOutKeyword.IsKind(SyntaxKind.None) && argument.Parent?.Parent is not InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } },
        RefExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: not (int)SyntaxKind.SuppressNullableWarningExpression } => false,
        PrefixUnaryExpressionSyntax unary => !unary.IsKind(SyntaxKind.PreIncrementExpression) && !unary.IsKind(SyntaxKind.PreDecrementExpression) && !unary.IsKind(SyntaxKind.AddressOfExpression),
        _ => true,
    };
}
