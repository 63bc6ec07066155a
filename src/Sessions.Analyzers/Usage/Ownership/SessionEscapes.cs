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
internal sealed class SessionEscapes(AgentSymbols agents)
{
    /// <summary>The sessions that leave by the operation itself, not by those that it is made of.</summary>
    public IEnumerable<IOperation> In(IOperation operation) =>
        LeavingValues(operation).Select(Source).Where(value => IsSessionOrTask(TypeOf(value)) && !IsNew(value));

    /// <summary>Whether a value of the type is a session, or a task that brings one. What else has one inside was given it, and so seen.</summary>
    public bool IsSessionOrTask(ITypeSymbol? type) =>
        agents.IsSession(type)
        || (type is INamedTypeSymbol { TypeArguments.Length: 1 } generic
            && generic.ContainingNamespace.ToDisplayString() is "System.Threading.Tasks" or "System.Runtime.CompilerServices"
            && agents.IsSession(generic.TypeArguments[0]));

    private IEnumerable<IOperation> LeavingValues(IOperation operation) => operation switch
    {
        IInvocationOperation call => IsHarmless(call) ? [] : [.. Values(call.Arguments), .. Receiver(call)],
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
        IVariableDeclaratorOperation { Symbol: var local, Initializer: { } initializer } => IsSessionOrTask(local.Type) ? [] : [initializer.Value],
        IArrayInitializerOperation { IsImplicit: false } array => array.ElementValues,
        ITupleOperation tuple => tuple.Elements,
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
    private static IEnumerable<IOperation> Values(ImmutableArray<IArgumentOperation> arguments) => arguments.SelectMany(static argument => argument switch
    {
        { ArgumentKind: ArgumentKind.ParamArray, Value: IArrayCreationOperation { Initializer: { } elements } } => elements.ElementValues,
        _ => ImmutableArray.Create(argument.Value),
    });

    /// <summary>Whether what is assigned stays among the values that are followed.</summary>
    private bool IsKept(IOperation target) => target switch
    {
        IDiscardOperation => true,
        ILocalReferenceOperation or IFlowCaptureReferenceOperation => IsSessionOrTask(target.Type),
        _ => false,
    };

    /// <summary>Whether code that runs before the member's end gets what is returned: who calls the function, or enumerates.</summary>
    private static bool IsGivenToCaller(IOperation @return) => @return.Kind == OperationKind.YieldReturn || @return.EnclosingFunction() is not null;

    /// <summary>Whether nothing else can hold the session yet.</summary>
    private bool IsNew(IOperation value) => value is IInvocationOperation call && agents.RolesOf(call.TargetMethod).HasFlag(AgentMethodRoles.ReturnsSession);

    /// <summary>The type of a value; of an extension method without its call, whose receiver is not among the operations, that of the receiver.</summary>
    private static ITypeSymbol? TypeOf(IOperation value) =>
        value is IMethodReferenceOperation { Method: var method } ? (method.ReducedFrom ?? method).Parameters.FirstOrDefault()?.Type : value.Type;

    private static IOperation Source(IOperation value)
    {
        var source = value;
        while (AwaitedResult.Source(source) is { } inner)
        {
            source = inner;
        }

        return source;
    }
}
