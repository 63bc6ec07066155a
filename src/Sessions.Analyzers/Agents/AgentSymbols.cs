using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers.Agents;

/// <summary>The agents and sessions of this runtime and of Microsoft Agent Framework, whose names for them are the same.</summary>
internal sealed class AgentSymbols
{
    private const string FrameworkNamespace = "Microsoft.Agents.AI";

    private static readonly string[] Namespaces = ["Sessions.Agents", FrameworkNamespace];

    private readonly ImmutableArray<INamedTypeSymbol> _agents;
    private readonly ImmutableArray<INamedTypeSymbol> _chatClientAgents;
    private readonly ImmutableArray<INamedTypeSymbol> _sessions;

    private readonly ConcurrentDictionary<IMethodSymbol, AgentMethodRoles> _roles = new(SymbolEqualityComparer.Default);
    private readonly Func<IMethodSymbol, AgentMethodRoles> _classify;

    private AgentSymbols(Compilation compilation)
    {
        _classify = Classify;
        _agents = Resolve("AIAgent");
        _chatClientAgents = Resolve("ChatClientAgent");
        _sessions = Resolve("AgentSession");
        MayQueueFrameworkTurns = compilation.GetBestTypeByMetadataName("Sessions.AgentFramework.SessionsAgent") is not null;

        ImmutableArray<INamedTypeSymbol> Resolve(string name) =>
            Namespaces.Select(@namespace => compilation.GetBestTypeByMetadataName($"{@namespace}.{name}")).OfType<INamedTypeSymbol>().ToImmutableArray();
    }

    /// <summary>The symbols of a compilation; <see langword="null"/> where there is no agent or no session.</summary>
    public static AgentSymbols? Find(Compilation compilation)
    {
        var symbols = new AgentSymbols(compilation);
        return symbols._agents.IsEmpty || symbols._sessions.IsEmpty ? null : symbols;
    }

    /// <summary>Whether an agent of the framework may be one of ours by another name, which keeps turns apart.</summary>
    public bool MayQueueFrameworkTurns { get; }

    /// <summary>Whether the type is an agent of Microsoft Agent Framework.</summary>
    public bool IsFrameworkAgent(ITypeSymbol? type) =>
        IsAgent(type) && DerivesFromAny(type, _agents.RemoveAll(static agent => agent.ContainingNamespace.ToDisplayString() != FrameworkNamespace));

    public bool IsAgent(ITypeSymbol? type) => DerivesFromAny(type, _agents);

    public bool IsSession(ITypeSymbol? type) => DerivesFromAny(type, _sessions);

    /// <summary>Whether a value of the type can be an agent's, or can have such a value inside.</summary>
    public bool IsFollowed(ITypeSymbol? type) => type switch
    {
        null or IArrayTypeSymbol or ITypeParameterSymbol or IDynamicTypeSymbol => true,
        INamedTypeSymbol { TypeArguments.IsEmpty: false } => true,
        { SpecialType: not SpecialType.None } => type.SpecialType == SpecialType.System_Object,
        { Name: "JsonElement" } => true,
        _ => IsAgent(type) || IsSession(type),
    };

    /// <summary>Whether a value of the type is a session, or a task that brings one.</summary>
    public bool IsSessionOrTask(ITypeSymbol? type) => type switch
    {
        INamedTypeSymbol { TypeArguments.Length: 1 } generic when generic.IsOfTasks() => IsSession(generic.TypeArguments[0]),
        _ => IsSession(type),
    };

    /// <summary>Whether the type is a session, or a task or the like that brings one.</summary>
    public bool IsOrBringsSession(ITypeSymbol? type) =>
        IsSession(type) || (type is INamedTypeSymbol { Name: "Task" or "ValueTask" or "Lazy", TypeArguments.Length: 1 } bringer && IsOrBringsSession(bringer.TypeArguments[0]));

    /// <summary>Whether the method is a session's own, and not one that a user's kind of session adds.</summary>
    public bool IsOfSession(IMethodSymbol method) =>
        _sessions.Any(session => SymbolEqualityComparer.Default.Equals(session.ContainingAssembly, method.ContainingAssembly)) && IsSession(method.ContainingType);

    /// <summary>Whether the type is the agent for a chat client, whose identity is what it is given.</summary>
    public bool IsChatClientAgent(ITypeSymbol? type) => type is INamedTypeSymbol named && Contains(_chatClientAgents, named);

    /// <summary>
    /// What the method does if it is an agent's: one that the agent's type declares or overrides. Few have the name of one; each of
    /// those is looked at once, and found by its symbol from then on.
    /// </summary>
    public AgentMethodRoles RolesOf(IMethodSymbol method) =>
        AgentMethods.RolesOf(method.Name) == AgentMethodRoles.None ? AgentMethodRoles.None : _roles.GetOrAdd(method.OriginalDefinition, _classify);

    /// <summary>Whether the method is one of the project that is given an agent, or a session in whatever form.</summary>
    public bool IsGivenAny(IMethodSymbol method) =>
        !method.Parameters.IsEmpty
        && !method.DeclaringSyntaxReferences.IsEmpty
        && method.Parameters.Any(parameter => IsAgent(parameter.Type) || IsSessionOrTask(parameter.Type) || parameter.Type is { Name: "JsonElement" });

    /// <summary>The session that the call is given.</summary>
    public IArgumentOperation? SessionArgument(IInvocationOperation invocation) =>
        invocation.Arguments.FirstOrDefault(argument => IsSession(argument.Parameter?.Type));

    private AgentMethodRoles Classify(IMethodSymbol method) => IsFrameworkSave(method)
        ? AgentMethodRoles.Saves
        : AgentMethods.RolesOf(method.Name) is var roles and not AgentMethodRoles.None && IsAgent(AgentOf(method)) ? roles : AgentMethodRoles.None;

    /// <summary>Whether the method is of the framework's session store, which saves what its agents only serialize.</summary>
    private static bool IsFrameworkSave(IMethodSymbol method)
    {
        var store = method.Name == AgentMethods.Save ? method.ContainingType : null;
        while (store is not (null or { Name: "AgentSessionStore" }))
        {
            store = store.BaseType;
        }

        return store?.ContainingNamespace.ToDisplayString().StartsWith(FrameworkNamespace, StringComparison.Ordinal) == true;
    }

    /// <summary>What the method is called on; only tools are made by an extension.</summary>
    private static ITypeSymbol? AgentOf(IMethodSymbol method) => method switch
    {
        { IsStatic: false } => method.ContainingType,
        { Name: AgentMethods.MakesTool, IsExtensionMethod: true } => method.Parameters[0].Type,
        _ => null,
    };

    private static bool DerivesFromAny(ITypeSymbol? type, ImmutableArray<INamedTypeSymbol> bases)
    {
        if (type is null or { TypeKind: not (TypeKind.Class or TypeKind.TypeParameter) } or { SpecialType: not SpecialType.None })
        {
            return false;
        }

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
