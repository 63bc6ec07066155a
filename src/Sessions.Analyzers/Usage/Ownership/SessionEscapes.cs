using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Agents;
using Sessions.Analyzers.Flow;

namespace Sessions.Analyzers.Usage.Ownership;

/// <summary>
/// Finds where a session goes to code that the analysis does not see, and that may therefore make it another agent's: into a call,
/// a field, a collection, to whoever enumerates or calls. What is known not to hand a session over keeps it where it is.
/// </summary>
/// <param name="agents">The agents and sessions.</param>
/// <param name="leavingByCall">What leaves by the call of a function that is seen; <see langword="null"/> where it is not seen.</param>
internal sealed class SessionEscapes(AgentSymbols agents, Func<IInvocationOperation, IEnumerable<IArgumentOperation>?> leavingByCall)
{
    // Asked for at every operation, and hardly ever anything.
    private static readonly List<IOperation> Nothing = [];

    /// <summary>The sessions that leave by the operation itself, not by those that it is made of.</summary>
    public IReadOnlyList<IOperation> In(IOperation operation) => SessionsAmong(LeavingValues(operation)) switch
    {
        { Count: > 0 } sessions when operation is IInvocationOperation call =>
            IsHarmless(call) ? Nothing : leavingByCall(call) is { } leaving ? SessionsAmong(Values(leaving)) : sessions,
        var sessions => sessions,
    };

    private List<IOperation> SessionsAmong(IEnumerable<IOperation> values)
    {
        List<IOperation>? sessions = null;
        foreach (var value in values)
        {
            if (AwaitedResult.Origin(value) is var origin && IsOld(origin))
            {
                (sessions ??= []).Add(origin);
            }
        }

        return sessions ?? Nothing;
    }

    /// <summary>The sessions that the value of a function brings its caller.</summary>
    public IEnumerable<IOperation> InResult(IOperation value) => AwaitedResult.Origin(value) switch
    {
        ITupleOperation tuple => tuple.Elements.SelectMany(InResult),
        var session => IsOld(session) ? [session] : [],
    };

    /// <summary>Whether the value is a session that something else can hold as well.</summary>
    private bool IsOld(IOperation value) => value is not IDefaultValueOperation && agents.IsSessionOrTask(TypeOf(value)) && !IsNew(value);

    private IEnumerable<IOperation> LeavingValues(IOperation operation) => operation switch
    {
        IInvocationOperation call => Values(call.Arguments).Concat(Receiver(call)),
        IObjectCreationOperation creation => Values(creation.Arguments),
        IDynamicInvocationOperation call => call.Arguments,
        IDynamicObjectCreationOperation creation => creation.Arguments,
        IPropertyReferenceOperation property => Values(property.Arguments),
        IMethodReferenceOperation { Instance: { } instance, Method: var method } when !agents.IsOfSession(method) => [instance],
        IMethodReferenceOperation { Instance: null, Method.IsExtensionMethod: true } => [operation],
        IConversionOperation { OperatorMethod: not null } conversion => [conversion.Operand],
        IUnaryOperation { OperatorMethod: not null } unary => [unary.Operand],
        IBinaryOperation { OperatorMethod: not null } binary => [binary.LeftOperand, binary.RightOperand],
        IAssignmentOperation assignment => IsKept(assignment.Target) ? [] : [assignment.Value],
        IVariableDeclaratorOperation { Symbol: var local, Initializer: { } initializer } => agents.IsSessionOrTask(local.Type) ? [] : [initializer.Value],
        IArrayInitializerOperation { IsImplicit: false } array => array.ElementValues,
        ITupleOperation tuple => IsTakenApart(tuple) ? Enumerable.Empty<IOperation>() : tuple.Elements,
        IReturnOperation { ReturnedValue: { } value } when IsGivenToCaller(operation) => [value],
        IConversionOperation => [],

        // The compiler that this is built with has no type for the operation yet.
        _ when operation.Syntax is CollectionExpressionSyntax => operation.ChildOperations,
        _ => [],
    };

    /// <summary>What takes a session and visibly leaves it with its agent.</summary>
    private bool IsHarmless(IInvocationOperation call) =>
        agents.RolesOf(call.TargetMethod) != AgentMethodRoles.None
        || AwaitedResult.Source(call) is not null
        || agents.IsOfSession(call.TargetMethod)
        || HarmlessMethods.Contains(call.TargetMethod);

    private static IEnumerable<IOperation> Receiver(IInvocationOperation call) => call.Instance is { } instance and not IInstanceReferenceOperation ? [instance] : [];

    /// <summary>The arguments' values; those of <see langword="params"/> one by one.</summary>
    private static IEnumerable<IOperation> Values(IEnumerable<IArgumentOperation> arguments) => arguments.SelectMany(static argument => argument switch
    {
        { ArgumentKind: ArgumentKind.ParamArray, Value: IArrayCreationOperation { Initializer: { } elements } } => elements.ElementValues,
        _ => ImmutableArray.Create(argument.Value),
    });

    /// <summary>Whether what is assigned stays among the values that are followed.</summary>
    private bool IsKept(IOperation target) => target switch
    {
        IDiscardOperation => true,
        ILocalReferenceOperation or IFlowCaptureReferenceOperation => agents.IsSessionOrTask(target.Type),
        _ => false,
    };

    /// <summary>Whether code that is not seen gets what is returned: who enumerates, or calls a function that it was given.</summary>
    private static bool IsGivenToCaller(IOperation @return) => @return.Kind == OperationKind.YieldReturn || @return.EnclosingFunction() switch
    {
        ILocalFunctionOperation function => IsGivenAway(function),
        var lambda => lambda is not null,
    };

    /// <summary>Whether the function is not only called.</summary>
    private static bool IsGivenAway(ILocalFunctionOperation function) => function.Root().Descendants().Any(operation =>
        operation is IMethodReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Method.OriginalDefinition, function.Symbol));

    /// <summary>Whether a tuple only carries its elements to where they are taken out again: to a deconstruction, or to the caller.</summary>
    private static bool IsTakenApart(ITupleOperation tuple)
    {
        IOperation value = tuple;
        while (value.Parent is IConversionOperation { OperatorMethod: null } conversion && conversion.Type is { IsTupleType: true })
        {
            value = conversion;
        }

        return value.Parent switch
        {
            null => true,
            IDeconstructionAssignmentOperation deconstruction => deconstruction.Value == value || deconstruction.Target == value,
            IDeclarationExpressionOperation or ITupleOperation { Parent: IDeconstructionAssignmentOperation } => true,
            IReturnOperation @return => !IsGivenToCaller(@return),
            _ => false,
        };
    }

    /// <summary>Whether nothing else can hold the session yet.</summary>
    private bool IsNew(IOperation value) => value is IInvocationOperation call && agents.RolesOf(call.TargetMethod).HasFlag(AgentMethodRoles.ReturnsSession);

    /// <summary>The type of a value; of an extension method without its call, whose receiver is not among the operations, that of the receiver.</summary>
    private static ITypeSymbol? TypeOf(IOperation value) =>
        value is IMethodReferenceOperation { Method: var method } ? (method.ReducedFrom ?? method).Parameters.FirstOrDefault()?.Type : value.Type;
}
