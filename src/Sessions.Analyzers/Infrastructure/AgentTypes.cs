using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers;

/// <summary>The agents and sessions of this runtime and of Microsoft Agent Framework, whose names for them are the same.</summary>
internal sealed class AgentTypes
{
    private static readonly string[] Namespaces = ["Sessions.Agents", "Microsoft.Agents.AI"];

    private readonly ImmutableArray<INamedTypeSymbol> _agents;
    private readonly ImmutableArray<INamedTypeSymbol> _chatClientAgents;
    private readonly ImmutableArray<INamedTypeSymbol> _sessions;

    private AgentTypes(Compilation compilation)
    {
        _agents = Resolve("AIAgent");
        _chatClientAgents = Resolve("ChatClientAgent");
        _sessions = Resolve("AgentSession");

        ImmutableArray<INamedTypeSymbol> Resolve(string name) =>
            Namespaces.Select(@namespace => compilation.GetBestTypeByMetadataName($"{@namespace}.{name}")).OfType<INamedTypeSymbol>().ToImmutableArray();
    }

    public static AgentTypes? Find(Compilation compilation)
    {
        var types = new AgentTypes(compilation);
        return types._agents.IsEmpty || types._sessions.IsEmpty ? null : types;
    }

    public bool IsAgent(ITypeSymbol? type) => DerivesFromAny(type, _agents);

    public bool IsSession(ITypeSymbol? type) => DerivesFromAny(type, _sessions);

    /// <summary>Whether the type is the agent for a chat client, whose identity is what it is given.</summary>
    public bool IsChatClientAgent(ITypeSymbol? type) => type is INamedTypeSymbol named && Contains(_chatClientAgents, named);

    /// <summary>Whether the invocation calls a method of an agent: one that the agent's type declares or overrides.</summary>
    public bool IsAgentCall(IInvocationOperation invocation) => invocation.Instance is not null && IsAgent(invocation.TargetMethod.ContainingType);

    public bool IsStreamingRun(IInvocationOperation invocation) =>
        invocation.TargetMethod.Name is AgentMethods.RunStreaming or AgentMethods.RegenerateStreaming && IsAgentCall(invocation);

    public bool IsRun(IInvocationOperation invocation) =>
        invocation.TargetMethod.Name is AgentMethods.Run or AgentMethods.RunStreaming && IsAgentCall(invocation);

    public bool IsHandOff(IInvocationOperation invocation) =>
        invocation.TargetMethod.Name == AgentMethods.HandOff && IsAgentCall(invocation);

    public IArgumentOperation? SessionArgument(IInvocationOperation invocation) =>
        invocation.Arguments.FirstOrDefault(argument => IsSession(argument.Parameter?.Type));

    private static bool DerivesFromAny(ITypeSymbol? type, ImmutableArray<INamedTypeSymbol> bases)
    {
        for (var current = (type as ITypeParameterSymbol)?.ConstraintTypes.FirstOrDefault() ?? type; current is not null; current = current.BaseType)
        {
            if (current is INamedTypeSymbol named && Contains(bases, named))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Contains(ImmutableArray<INamedTypeSymbol> types, INamedTypeSymbol type) =>
        types.Contains(type, SymbolEqualityComparer.Default);
}
