using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Agents;
using Sessions.Generators;

namespace Sessions.Analyzers.Usage.Naming;

/// <summary>What a session is named by at a place in the code.</summary>
/// <param name="Tenant">Whose it is; <see langword="null"/> where nothing says so.</param>
/// <param name="Id">Which it is.</param>
internal sealed record SessionName(IOperation? Tenant, IOperation Id)
{
    /// <summary>The name that the operation makes, or asks an agent for a session by.</summary>
    public static SessionName? Of(IOperation operation, AgentSymbols agents) => operation switch
    {
        IObjectCreationOperation { Type: { Name: "SessionKey" } type } creation when type.Is(RuntimeNames.SessionKey) => Read(creation.Arguments, "tenant", "id"),
        IObjectCreationOperation { Type: { Name: "AgentSessionStoreKey" } } creation when !IsGivenPartition(creation) => Read(creation.Arguments, "partitions", "sessionId"),
        IInvocationOperation { TargetMethod: { Name: "TryCreate", ContainingType: var type } } call when type.Is(RuntimeNames.SessionKey) => Read(call.Arguments, "tenant", "id"),
        IInvocationOperation call when agents.RolesOf(call.TargetMethod).HasFlag(AgentMethodRoles.OpensSession) => Read(call.Arguments, "", "sessionId"),
        _ => null,
    };

    private static SessionName? Read(ImmutableArray<IArgumentOperation> arguments, string tenant, string id) =>
        Find(arguments, id) is { Type.SpecialType: SpecialType.System_String } value ? new(Find(arguments, tenant), value) : null;

    private static IOperation? Find(ImmutableArray<IArgumentOperation> arguments, string parameter) =>
        arguments.FirstOrDefault(argument => argument.Parameter?.Name == parameter && argument.ArgumentKind == ArgumentKind.Explicit)?.Value;

    private static bool IsGivenPartition(IOperation key) => key.Parent is IInvocationOperation { TargetMethod.Name: "WithPartition" };
}
