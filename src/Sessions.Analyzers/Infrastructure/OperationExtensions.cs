using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers;

internal static class OperationExtensions
{
    /// <summary>The outermost operation: a member's body, with the lambdas and local functions in it.</summary>
    public static IOperation Root(this IOperation operation)
    {
        var root = operation;
        while (root.Parent is { } parent)
        {
            root = parent;
        }

        return root;
    }

    /// <summary>The lambda or local function that the operation is in; <see langword="null"/> in the member itself.</summary>
    public static IOperation? EnclosingFunction(this IOperation operation)
    {
        var function = operation.Parent;
        while (function is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation))
        {
            function = function.Parent;
        }

        return function;
    }

    public static IEnumerable<ILocalReferenceOperation> ReferencesIn(this ILocalSymbol local, IOperation root) =>
        root.Descendants().OfType<ILocalReferenceOperation>().Where(reference => SymbolEqualityComparer.Default.Equals(reference.Local, local));

    /// <summary>Whether the reference is the target of an assignment, which puts a value in and takes none out.</summary>
    public static bool IsWritten(this ILocalReferenceOperation reference) =>
        reference.Parent is ISimpleAssignmentOperation assignment && assignment.Target == reference;

    /// <summary>The operation's own place: of a call on a value, the name of what is called.</summary>
    public static Location NarrowLocation(this IOperation operation) =>
        operation is IInvocationOperation { TargetMethod.IsStatic: false } call ? call.NameLocation() : operation.Syntax.GetLocation();

    /// <summary>Where the name of the called method stands.</summary>
    public static Location NameLocation(this IInvocationOperation invocation)
    {
        var called = (invocation.Syntax as InvocationExpressionSyntax)?.Expression;
        var name = called switch
        {
            MemberAccessExpressionSyntax access => access.Name,
            MemberBindingExpressionSyntax binding => binding.Name,
            _ => called as SimpleNameSyntax,
        };
        return name?.Identifier.GetLocation() ?? invocation.Syntax.GetLocation();
    }
}
