using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers.Usage.Turns;

/// <summary>The calls that run what they are given at once: <c>Task.WhenAll</c>, <c>Parallel</c>, and <c>Select</c> in front of the first.</summary>
internal static class ParallelCalls
{
    private const string TasksNamespace = "System.Threading.Tasks";

    /// <summary>Whether the operation is in a lambda that is run beside itself, or that <c>Parallel</c> runs beside another.</summary>
    public static bool IsInOne(IOperation operation) => CallOf(operation.EnclosingFunction()) is { } call && (IsOfParallel(call) || IsRepeated(call));

    /// <summary>The lambda round the call that is run for several elements at once.</summary>
    public static IOperation? RepeatedFunction(IOperation operation) => operation.EnclosingFunction() is { } function && CallOf(function) is { } call && IsRepeated(call) ? function : null;

    /// <summary>The call that waits for this turn and others, or that runs this function and others.</summary>
    public static IInvocationOperation? JoinOf(StartedTurn turn) =>
        CallOf(turn.Run.EnclosingFunction()) is { } call && IsOfParallel(call) ? (call.TargetMethod.Name == "Invoke" ? call : null) : WaitingCall(turn.Task);

    private static bool IsRepeated(IInvocationOperation call) => IsOfParallel(call)
        ? call.TargetMethod.Name is "ForEach" or "ForEachAsync" or "For" or "ForAsync" && !call.Arguments.Any(argument => argument.Parameter?.Type.Name == "ParallelOptions")
        : call.TargetMethod is { Name: "Select", ContainingType.Name: "Enumerable" } && IsAwaitedTogether(call);

    /// <summary>Whether the sequence of tasks is given to what waits for all of them, at once or by a local.</summary>
    private static bool IsAwaitedTogether(IOperation sequence)
    {
        var whole = sequence;
        while (whole.Parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "ToList" or "ToArray" or "AsEnumerable", ContainingType.Name: "Enumerable" } } outer })
        {
            whole = outer;
        }

        return WaitingCall(whole) is not null
            || (Initialized(whole) is { } local && local.ReferencesIn(sequence.Root()).Any(reference => WaitingCall(reference) is not null));
    }

    private static ILocalSymbol? Initialized(IOperation value) =>
        value.Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } ? declarator.Symbol : null;

    /// <summary>The <c>Task.WhenAll</c>, or the like, that is given the value itself or in a list that is written there.</summary>
    private static IInvocationOperation? WaitingCall(IOperation value)
    {
        var outer = value.Parent;
        while (outer is IArrayInitializerOperation or IArrayCreationOperation or IConversionOperation || IsList(outer))
        {
            outer = outer!.Parent;
        }

        return outer is IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "WhenAll" or "WhenAny" or "WhenEach" or "WaitAll", ContainingType: { Name: "Task" } type } } call }
            && type.ContainingNamespace.ToDisplayString() == TasksNamespace
            ? call
            : null;
    }

    // The compiler that this is built with has no type for the operation yet, which also stands for the values of params.
    private static bool IsList(IOperation? operation) =>
        operation?.Syntax is CollectionExpressionSyntax or ExpressionElementSyntax
        || operation is { IsImplicit: true, Parent: IArgumentOperation, Syntax: InvocationExpressionSyntax };

    private static IInvocationOperation? CallOf(IOperation? function)
    {
        var outer = (function as IAnonymousFunctionOperation)?.Parent;
        while (outer is IDelegateCreationOperation or IConversionOperation or IArrayInitializerOperation or IArrayCreationOperation)
        {
            outer = outer.Parent;
        }

        return (outer as IArgumentOperation)?.Parent as IInvocationOperation;
    }

    private static bool IsOfParallel(IInvocationOperation call) =>
        call.TargetMethod.ContainingType is { Name: "Parallel" } type && type.ContainingNamespace.ToDisplayString() == TasksNamespace;
}
