using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slot = Sessions.Analyzers.Usage.Ownership.OwnerState.Slot;

namespace Sessions.Analyzers.Usage.Ownership;

/// <summary>Tells the owner of an expression's value.</summary>
internal sealed class OwnerEvaluator(AgentTypes agents, Dictionary<SyntaxNode, AgentRoot> creations)
{
    public Owner Evaluate(IOperation? operation, OwnerState state) => operation switch
    {
        null => Owner.Unknown,
        ILocalReferenceOperation reference => state[new Slot(reference.Local)],
        IFlowCaptureReferenceOperation reference => state[new Slot(reference.Id)],
        ISimpleAssignmentOperation assignment => Evaluate(assignment.Value, state),
        _ when creations.TryGetValue(operation.Syntax, out var root) && IsCreation(operation) => Owner.Of(root),
        IObjectCreationOperation creation when agents.IsAgent(creation.Type) => EvaluateWrapper(creation, state),
        IInvocationOperation call when agents.IsAgentCall(call) => EvaluateAgentCall(call, state),
        _ when AwaitedResult.Source(operation) is { } source => Evaluate(source, state),
        _ => Owner.Unknown,
    };

    // An await or a conversion can have the syntax of what it is applied to.
    private static bool IsCreation(IOperation operation) => operation is IObjectCreationOperation or IInvocationOperation;

    private Owner EvaluateAgentCall(IInvocationOperation call, OwnerState state)
    {
        switch (call.TargetMethod.Name)
        {
            case AgentMethods.CreateSession or AgentMethods.GetSession or AgentMethods.DeserializeSession:
                return Evaluate(call.Instance, state);
            case AgentMethods.SerializeSession:
                var agent = Evaluate(call.Instance, state);
                return agent == Owner.Unknown ? Evaluate(agents.SessionArgument(call)?.Value, state) : agent;
            default:
                return Owner.Unknown;
        }
    }

    /// <summary>An agent round another has the other's identity. One that may be round several has none that is known.</summary>
    private Owner EvaluateWrapper(IObjectCreationOperation creation, OwnerState state)
    {
        var inner = creation.Arguments.Where(argument => agents.IsAgent(argument.Value.Type)).ToList();
        var others = creation.Arguments.Except(inner);
        return inner.Count == 1 && !others.Any(argument => MayHoldAgents(argument.Value.Type)) ? Evaluate(inner[0].Value, state) : Owner.Unknown;
    }

    private static bool MayHoldAgents(ITypeSymbol? type) => type is null or IArrayTypeSymbol or INamedTypeSymbol { IsGenericType: true };
}
