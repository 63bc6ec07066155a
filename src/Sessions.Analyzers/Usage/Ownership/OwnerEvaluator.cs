using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Agents;
using Sessions.Analyzers.Flow;
using Slot = Sessions.Analyzers.Usage.Ownership.OwnerState.Slot;

namespace Sessions.Analyzers.Usage.Ownership;

/// <summary>Tells the owner of an expression's value.</summary>
internal sealed class OwnerEvaluator(AgentSymbols agents, Dictionary<SyntaxNode, AgentCreation> creations)
{
    public Owner Evaluate(IOperation? operation, OwnerState state) => operation switch
    {
        null => Owner.Unknown,
        ILocalReferenceOperation reference => state[new Slot(reference.Local)],
        IFlowCaptureReferenceOperation reference => state[new Slot(reference.Id)],
        ISimpleAssignmentOperation assignment => Evaluate(assignment.Value, state),
        _ when creations.TryGetValue(operation.Syntax, out var place) && IsCreation(operation) => Owner.Of(place),
        IObjectCreationOperation creation when agents.IsAgent(creation.Type) => EvaluateWrapper(creation, state),
        IInvocationOperation call when agents.RolesOf(call.TargetMethod) is var roles and not AgentMethodRoles.None => EvaluateAgentCall(call, roles, state),
        _ when AwaitedResult.Source(operation) is { } source => Evaluate(source, state),
        _ => Owner.Unknown,
    };

    /// <summary>What is known after an agent has given a session to another: its other names, if it has any, are not known as such.</summary>
    /// <param name="invocation">Any call.</param>
    /// <param name="sessions">The locals that hold sessions.</param>
    /// <param name="state">What is known before it.</param>
    public OwnerState AfterCall(IInvocationOperation invocation, IEnumerable<ILocalSymbol> sessions, OwnerState state)
    {
        if (!agents.RolesOf(invocation.TargetMethod).HasFlag(AgentMethodRoles.HandsOff) || agents.SessionArgument(invocation)?.Value is not { } session)
        {
            return state;
        }

        var recipient = Evaluate(invocation.Arguments.FirstOrDefault(argument => agents.IsAgent(argument.Parameter?.Type))?.Value, state);
        var after = Forget(session, sessions, state);
        return session is ILocalReferenceOperation { Local: var given } && sessions.Contains(given, SymbolEqualityComparer.Default)
            ? after.With(new Slot(given), recipient)
            : after;
    }

    /// <summary>What is known after a session has gone where its owner may change: nothing of whatever may be that session.</summary>
    public OwnerState Forget(IOperation session, IEnumerable<ILocalSymbol> sessions, OwnerState state)
    {
        var owner = Evaluate(session, state);
        return sessions.Aggregate(state, (after, local) => after[new Slot(local)].MustDifferFrom(owner) ? after : after.With(new Slot(local), Owner.Unknown));
    }

    // An await or a conversion can have the syntax of what it is applied to.
    private static bool IsCreation(IOperation operation) => operation is IObjectCreationOperation or IInvocationOperation;

    private Owner EvaluateAgentCall(IInvocationOperation call, AgentMethodRoles roles, OwnerState state)
    {
        if (!roles.HasFlag(AgentMethodRoles.Serializes))
        {
            return roles.HasFlag(AgentMethodRoles.ReturnsSession) ? Evaluate(call.Instance, state) : Owner.Unknown;
        }

        var agent = Evaluate(call.Instance, state);
        return agent == Owner.Unknown ? Evaluate(agents.SessionArgument(call)?.Value, state) : agent;
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
