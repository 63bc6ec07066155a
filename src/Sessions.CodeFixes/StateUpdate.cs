using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Sessions.CodeFixes;

/// <summary>A call that sets state, as one that updates it.</summary>
/// <param name="set">The call.</param>
/// <param name="reads">What it reads: calls in what is set, or the local that what is set is made from.</param>
/// <param name="model">The model.</param>
internal sealed class StateUpdate(InvocationExpressionSyntax set, IReadOnlyList<SyntaxNode> reads, SemanticModel model)
{
    private const string Set = nameof(Set);
    private const string Parameter = "state";

    private readonly SimpleNameSyntax? _name = (set.Expression as MemberAccessExpressionSyntax)?.Name;
    private readonly ArgumentSyntax? _argument = set.ArgumentList.Arguments.LastOrDefault();

    /// <summary>What changes in the text; <see langword="null"/> where a lambda cannot have it, or where what is read is needed for more.</summary>
    public IEnumerable<TextChange>? FindChanges()
    {
        if (_name is null || _argument is not { NameColon: null, Expression: var value } || !CanBeInLambda(value))
        {
            return null;
        }

        return reads[0] switch
        {
            VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax { Declaration.Variables.Count: 1 } statement } local when IsReadOnlyIn(value, local) =>
                [.. Update(value, local.Identifier.Text), Remove(statement)],
            InvocationExpressionSyntax => [.. Update(value, FreeName()), .. reads.Select(read => new TextChange(read.Span, FreeName()))],
            _ => null,
        };
    }

    private IEnumerable<TextChange> Update(ExpressionSyntax value, string parameter) =>
    [
        new(_name!.Span, "Update" + _name.Identifier.ValueText.Substring(Set.Length) + TypeArguments()),
        new(new TextSpan(value.SpanStart, 0), parameter + " => "),
    ];

    /// <summary>The type of the state, as the reading says it: a lambda does not tell it.</summary>
    private string TypeArguments()
    {
        var read = reads[0] is VariableDeclaratorSyntax local ? local.Initializer?.Value : reads[0];
        return read is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: GenericNameSyntax name } } ? name.TypeArgumentList.ToString() : "";
    }

    private bool CanBeInLambda(ExpressionSyntax value) => !value.DescendantNodesAndSelf().Any(node =>
        node is AwaitExpressionSyntax || (node is IdentifierNameSyntax && model.GetSymbolInfo(node).Symbol is IParameterSymbol { RefKind: not RefKind.None } or ILocalSymbol { RefKind: not RefKind.None }));

    /// <summary>Whether the local is for nothing else, and is not set as it was read.</summary>
    private bool IsReadOnlyIn(ExpressionSyntax value, VariableDeclaratorSyntax local)
    {
        var symbol = model.GetDeclaredSymbol(local);
        var scope = local.FirstAncestorOrSelf<MemberDeclarationSyntax>(static member => member is not GlobalStatementSyntax) ?? local.SyntaxTree.GetRoot();
        return value is not IdentifierNameSyntax
            && scope.DescendantNodes().OfType<IdentifierNameSyntax>()
                .Where(name => name.Identifier.ValueText == local.Identifier.ValueText && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol, symbol))
                .All(name => value.Span.Contains(name.Span));
    }

    /// <summary>Takes the statement out, with its line where it has one of its own. A comment behind it stays.</summary>
    private static TextChange Remove(StatementSyntax statement)
    {
        var text = statement.SyntaxTree.GetText();
        var line = text.Lines.GetLineFromPosition(statement.SpanStart);
        var end = text.Lines.GetLineFromPosition(statement.Span.End);
        var isAlone = IsBlank(text, line.Start, statement.SpanStart) && IsBlank(text, statement.Span.End, end.End);
        return new(isAlone ? TextSpan.FromBounds(line.Start, end.EndIncludingLineBreak) : TextSpan.FromBounds(statement.SpanStart, FollowingText(text, statement.Span.End)), "");
    }

    private static bool IsBlank(SourceText text, int start, int end) => string.IsNullOrWhiteSpace(text.ToString(TextSpan.FromBounds(start, end)));

    private static int FollowingText(SourceText text, int position)
    {
        while (text[position] == ' ')
        {
            position++;
        }

        return position;
    }

    private string FreeName()
    {
        var name = Parameter;
        for (var number = 2; !model.LookupSymbols(set.SpanStart, name: name).IsEmpty; number++)
        {
            name = Parameter + number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return name;
    }
}
