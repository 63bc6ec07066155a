using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Agents;
using Sessions.Analyzers.Flow;
using Slot = Sessions.Analyzers.Usage.Ownership.OwnerState.Slot;

namespace Sessions.Analyzers.Usage.Ownership;

/// <summary>Tells the owner of an expression's value, in one body.</summary>
/// <param name="agents">The agents and sessions.</param>
/// <param name="creations">The agents that the body creates.</param>
/// <param name="variables">The variables whose every write is seen.</param>
/// <param name="calls">The functions that are seen.</param>
internal sealed class OwnerEvaluator(AgentSymbols agents, AgentCreations creations, TrackedVariables variables, VisibleCalls calls)
{
    public Owner Evaluate(IOperation? operation, OwnerState state) => operation switch
    {
        null => Owner.Unknown,
        ILocalReferenceOperation { Local: var local } => EvaluateVariable(local, state),
        IParameterReferenceOperation { Parameter: var parameter } => EvaluateVariable(parameter, state),
        IFlowCaptureReferenceOperation { Id: var capture } => state.Find(new Slot(capture)) ?? Owner.Unknown,
        ISimpleAssignmentOperation assignment => Evaluate(assignment.Value, state),
        IDefaultValueOperation => Owner.Null,
        IFieldReferenceOperation { Field: { ContainingType.IsTupleType: true } element, Instance: { } tuple } => Evaluate(tuple, state).Part(IndexOf(element)),
        ITupleOperation tuple => Owner.OfParts(tuple.Elements.Select(element => Evaluate(element, state))),
        IObjectCreationOperation creation when agents.IsAgent(creation.Type) =>
            creations.Find(creation) is { } created ? Owner.Of(created) : EvaluateWrapper(creation, state),
        _ when AwaitedResult.Source(operation) is { } source => IsNull(operation) ? Owner.Null : Evaluate(source, state),
        IInvocationOperation call => EvaluateCall(call, state),
        IMemberReferenceOperation reference when VisibleElements.Source(reference) is null => EvaluateMember(reference),
        _ => EvaluateElement(operation, state),
    };

    /// <summary>What is known after an agent has given a session to another: its other names, if it has any, are not known as such.</summary>
    public OwnerState AfterCall(IInvocationOperation invocation, OwnerState state)
    {
        if (!agents.RolesOf(invocation.TargetMethod).HasFlag(AgentMethodRoles.HandsOff) || agents.SessionArgument(invocation)?.Value is not { } session)
        {
            return state;
        }

        var recipient = Evaluate(invocation.Arguments.FirstOrDefault(argument => agents.IsAgent(argument.Parameter?.Type))?.Value, state);
        var after = Forget(session, state);
        return TrackedVariables.VariableOf(session) is { } given && variables.IsSession(given)
            ? after.With(new Slot(given), recipient)
            : after;
    }

    /// <summary>What is known after a session has gone where its owner may change: nothing of whatever may be that session.</summary>
    public OwnerState Forget(IOperation session, OwnerState state)
    {
        var owner = Evaluate(session, state);
        return variables.Sessions.Aggregate(state, (after, variable) =>
            EvaluateVariable(variable, after).MustDifferFrom(owner) ? after : after.With(new Slot(variable), Owner.Unknown));
    }

    private static bool IsNull(IOperation operation) => operation.ConstantValue is { HasValue: true, Value: null };

    private Owner EvaluateVariable(ISymbol variable, OwnerState state) =>
        !variables.IsTracked(variable) ? Owner.Unknown
        : state.Find(new Slot(variable)) is { } known ? known
        : variables.IsWrittenOnce(variable) ? Owner.Of(new GivenAgent(variable))
        : Owner.Unknown;

    private Owner EvaluateCall(IInvocationOperation call, OwnerState state)
    {
        if (agents.RolesOf(call.TargetMethod) is var roles and not AgentMethodRoles.None)
        {
            return EvaluateAgentCall(call, roles, state).MadeBy(call.Syntax);
        }

        return creations.Find(call) is { } created ? Owner.Of(created)
            : calls.FactsOf(call) is { } facts ? facts.Result.Bind(BindingOf(call, state))
            : VisibleElements.Source(call) is { } elements ? Evaluate(elements, state)
            : Owner.Unknown;
    }

    public CallBinding BindingOf(IInvocationOperation call, OwnerState state) => new(call, argument => Evaluate(argument, state), creations);

    private Owner EvaluateAgentCall(IInvocationOperation call, AgentMethodRoles roles, OwnerState state)
    {
        if (!roles.HasFlag(AgentMethodRoles.Serializes))
        {
            return roles.HasFlag(AgentMethodRoles.ReturnsSession) ? Evaluate(call.Instance, state) : Owner.Unknown;
        }

        var agent = Evaluate(call.Instance, state);
        return agent.IsUnknown ? Evaluate(agents.SessionArgument(call)?.Value, state) : agent;
    }

    private Owner EvaluateMember(IMemberReferenceOperation reference) =>
        reference is IPropertyReferenceOperation { Property.GetMethod: { } getter } && calls.FactsOf(getter) is { } facts ? facts.Result
        : calls.IsGiven(reference.Member) ? Owner.Of(new GivenAgent(reference.Member.OriginalDefinition))
        : Owner.Unknown;

    /// <summary>An agent round another has the other's identity. One that may be round several has none that is known.</summary>
    private Owner EvaluateWrapper(IObjectCreationOperation creation, OwnerState state)
    {
        var inner = creation.Arguments.Where(argument => agents.IsAgent(argument.Value.Type)).ToList();
        var others = creation.Arguments.Except(inner);
        return inner.Count == 1 && !others.Any(argument => MayHoldAgents(argument.Value.Type)) ? Evaluate(inner[0].Value, state) : Owner.Unknown;
    }

    private static bool MayHoldAgents(ITypeSymbol? type) => type is null or IArrayTypeSymbol or INamedTypeSymbol { IsGenericType: true };

    /// <summary>An element of a collection, or a collection, which may be any of those that it is made of.</summary>
    private Owner EvaluateElement(IOperation operation, OwnerState state) =>
        VisibleElements.Source(operation) is { } collection ? (calls.ElementAt(operation, collection) is { } element ? Evaluate(element, state) : Evaluate(collection, state))
        : IsNull(operation) ? Owner.Null
        : VisibleElements.Of(operation).Select(element => Evaluate(element, state)).DefaultIfEmpty(Owner.Unknown).Aggregate((known, other) => known.Or(other));

    private static int IndexOf(IFieldSymbol element) =>
        element.ContainingType.TupleElements.Select(other => other.CorrespondingTupleField).ToImmutableArray()
            .IndexOf(element.CorrespondingTupleField, 0, SymbolEqualityComparer.Default) is var index and >= 0 ? index : int.MaxValue;
}
