using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers;

/// <summary>What can be told of a variable from the places where it is named.</summary>
internal static class VariableExtensions
{
    /// <summary>The local, parameter or own field that the operation names; <see langword="null"/> where it is anything else.</summary>
    public static ISymbol? Variable(this IOperation? operation) => operation.WithoutConversions() switch
    {
        ILocalReferenceOperation reference => reference.Local,
        IParameterReferenceOperation reference => reference.Parameter,
        IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } reference => reference.Field,
        _ => null,
    };

    public static IOperation? WithoutConversions(this IOperation? operation)
    {
        var inner = operation;
        while (inner is IConversionOperation { OperatorMethod: null } conversion)
        {
            inner = conversion.Operand;
        }

        return inner;
    }

    /// <summary>Whether the operation names the variable.</summary>
    public static bool Names(this IOperation operation, ISymbol variable) =>
        operation is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation
        && SymbolEqualityComparer.Default.Equals(operation.Variable(), variable);

    /// <summary>Whether the variable is declared within the node.</summary>
    public static bool IsDeclaredIn(this ISymbol variable, SyntaxNode node) =>
        variable.DeclaringSyntaxReferences.Any(declaration => declaration.SyntaxTree == node.SyntaxTree && node.Span.Contains(declaration.Span));

    /// <summary>Whether the variable may get another value within the operation than the one that it was declared with.</summary>
    public static bool IsAssignedIn(this ISymbol variable, IOperation operation) => operation.DescendantsAndSelf().Any(inner => inner switch
    {
        IAssignmentOperation assignment => assignment.Target.DescendantsAndSelf().Any(target => target.Names(variable)),
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => argument.Value.Names(variable),
        _ => false,
    });
}
