using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Generators;

namespace Sessions.Analyzers.State;

/// <summary>A call that reads or writes a slot of a session's state: by its generated accessors, or by their generic forms.</summary>
internal sealed class StateCall
{
    private StateCall(IInvocationOperation operation, string verb, string accessor, ITypeSymbol state, ISymbol session)
    {
        Operation = operation;
        Verb = verb;
        Accessor = accessor;
        State = state;
        Session = session;
    }

    public IInvocationOperation Operation { get; }

    /// <summary>What is done, which the method's name begins with.</summary>
    public string Verb { get; }

    /// <summary>The rest of the method's name.</summary>
    public string Accessor { get; }

    public ITypeSymbol State { get; }

    /// <summary>The variable that holds the session, or its state.</summary>
    public ISymbol Session { get; }

    /// <summary>What is set.</summary>
    public IOperation Value => Operation.Arguments.Last().Value;

    /// <summary>The call, if it is one with the verb, on a session in a variable.</summary>
    public static StateCall? Of(IOperation operation, string verb)
    {
        if (operation is not IInvocationOperation { TargetMethod: var method } call || !method.Name.StartsWith(verb, StringComparison.Ordinal))
        {
            return null;
        }

        var accessor = method.Name.Substring(verb.Length);
        return StateOf(call, accessor) is { } state && SessionOf(call) is { } session ? new(call, verb, accessor, state, session) : null;
    }

    /// <summary>Whether the two are of one slot of one session.</summary>
    public bool IsOfSameSlot(StateCall other) =>
        SymbolEqualityComparer.Default.Equals(State, other.State) && SymbolEqualityComparer.Default.Equals(Session, other.Session);

    private static ITypeSymbol? StateOf(IInvocationOperation call, string accessor) => (call.TargetMethod, accessor) switch
    {
        ({ TypeArguments.Length: 1, ContainingType: var type } method, "") when type.Is("Sessions.SessionState") => method.TypeArguments[0],
        ({ TypeArguments.Length: 1, ContainingType: var type } method, "State") when type.Is("Sessions.AgentFramework.AgentFrameworkStateExtensions") => method.TypeArguments[0],
        ({ IsExtensionMethod: true, TypeArguments.IsEmpty: true, Parameters: { Length: 1 or 2 } } method, not "") when FindState(method) is { } state => state,
        _ => null,
    };

    /// <summary>The state type of a generated accessor.</summary>
    private static ITypeSymbol? FindState(IMethodSymbol method)
    {
        var state = method.Parameters.Length == 1 ? method.ReturnType : method.Parameters[1].Type;
        return method.Parameters[0].Type.Name == "AgentSession" && state.FindAttribute(RuntimeNames.AgentSessionStateAttribute) is not null ? state : null;
    }

    private static ISymbol? SessionOf(IInvocationOperation call) => (call.Instance ?? call.Arguments[0].Value).WithoutConversions() switch
    {
        IPropertyReferenceOperation { Property: { Name: "State", ContainingType.Name: "AgentSession" }, Instance: var session } => session.Variable(),
        var session => session.Variable(),
    };
}
