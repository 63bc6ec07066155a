using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Agents;

namespace Sessions.Analyzers.Configuration;

/// <summary>What the stored sessions of an agent know it by: the id that it is given, or else its name.</summary>
internal static class StoredIdentity
{
    /// <summary>Where the agent that the operation makes with a durable store is given it; <see langword="null"/> where that is not seen.</summary>
    public static IOperation? Find(IOperation operation, AgentSymbols agents) =>
        CreatedAgent.Of(operation, agents) is { } created ? (IsDurable(created.Options?.Find("SessionStore")?.Value) ? created.Identity : null)
        : DurableAgent.Of(operation) is { } durable ? (IsDurable(durable.Store) ? CreatedAgent.Of(durable.Inner.Origin(), agents)?.Identity : null)
        : operation is IInvocationOperation registration ? FindRegistered(registration)
        : null;

    private static bool IsDurable(IOperation? store) => store is not null && store.Origin() is not IObjectCreationOperation { Type.Name: "InMemorySessionStore" };

    /// <summary>An agent that is registered behind a store, unless its options may say another name.</summary>
    private static IOperation? FindRegistered(IInvocationOperation call) =>
        call is { TargetMethod: { Name: "AddAgent", ContainingType.Name: "AgentSessionsBuilder" }, Instance: { } builder }
        && ReceiversOf(builder).Any(static receiver => receiver.TargetMethod is { IsExtensionMethod: true, ReturnType.Name: "AgentSessionsBuilder" } method && method.Name.StartsWith("Use", StringComparison.Ordinal))
        && !call.Arguments.SelectMany(static argument => argument.Descendants()).OfType<ISimpleAssignmentOperation>().Any(static set => set.Target is IPropertyReferenceOperation { Property.Name: "Id" or "Name" })
            ? call.Arguments.FirstOrDefault(static argument => argument.Parameter?.Ordinal == 0)?.Value
            : null;

    private static IEnumerable<IInvocationOperation> ReceiversOf(IOperation builder)
    {
        for (var receiver = builder.Origin(); receiver is IInvocationOperation call; receiver = (call.Instance ?? call.Arguments.FirstOrDefault()?.Value)?.Origin())
        {
            yield return call;
        }
    }
}
