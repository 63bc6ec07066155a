using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Agents;
using Sessions.Analyzers.Flow;

namespace Sessions.Analyzers.Usage.Ownership;

/// <summary>
/// Tells of a body, from how its variables are declared, that no use in it can be found wrong. That is so of most, and a flow graph
/// costs more than everything else that the rule does.
/// </summary>
internal sealed class PlainUses
{
    /// <summary>The root of what is never known.</summary>
    private static readonly object Free = new();

    private readonly TypeOwnership _type;
    private readonly HashSet<ISymbol> _changed = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, IOperation> _values = new(SymbolEqualityComparer.Default);
    private readonly List<IInvocationOperation> _calls = [];

    private PlainUses(IOperation body, TypeOwnership type)
    {
        _type = type;
        foreach (var operation in body.Descendants())
        {
            Note(operation);
        }
    }

    private AgentSymbols Agents => _type.Agents;

    /// <summary>Whether no use in the body can be found wrong. If not, the flow tells.</summary>
    public static bool AreAllThereIs(IOperation body, TypeOwnership type)
    {
        var uses = new PlainUses(body, type);
        return uses._calls.TrueForAll(uses.IsPlain);
    }

    private void Note(IOperation operation)
    {
        switch (operation)
        {
            case ILocalReferenceOperation or IParameterReferenceOperation when IsChanged(operation):
                _changed.Add(TrackedVariables.VariableOf(operation)!);
                break;
            case IVariableDeclaratorOperation { Symbol: var local, Initializer.Value: { } value }:
                _values[local] = value;
                break;
            case IInvocationOperation call:
                _calls.Add(call);
                break;
        }
    }

    private static bool IsChanged(IOperation variable) => variable.Parent switch
    {
        IAssignmentOperation assignment => assignment.Target == variable || assignment is ISimpleAssignmentOperation { IsRef: true },
        IArgumentOperation argument => argument.Parameter is { RefKind: RefKind.Ref or RefKind.Out },
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol.RefKind: not RefKind.None } } or IAddressOfOperation or ITupleOperation => true,
        _ => false,
    };

    private bool IsPlain(IInvocationOperation call) => Agents.RolesOf(call.TargetMethod) switch
    {
        AgentMethodRoles.None => !Agents.IsGivenAny(call.TargetMethod) || IsPlainFunction(call),
        var roles when roles.HasFlag(AgentMethodRoles.HandsOff) => false,
        _ => SessionUses.SubjectOf(call, Agents) is not { } subject || AreOfOne([subject.Value, call.Instance!]),
    };

    private bool IsPlainFunction(IInvocationOperation call) =>
        call.TargetMethod.MethodKind != MethodKind.LocalFunction
        && (_type.FactsOf(call.TargetMethod) is not { Uses.Count: > 0 } facts || IsGivenOnes(call, facts) || facts.Uses.All(use => IsPlain(use, call)));

    /// <summary>Whether the function only lets use with one another what it is given, and is given what is one agent's.</summary>
    private bool IsGivenOnes(IInvocationOperation call, FunctionFacts facts) =>
        facts.Uses.All(use => IsOfGiven(use.Session) == IsOfGiven(use.User))
        && AreOfOne(call.Arguments.Select(argument => argument.Value).Where(value => Agents.IsFollowed(value.Type)));

    /// <summary>Whether what the function uses with one another, of what the call gives it and of what the type holds, is one agent's.</summary>
    private bool IsPlain(SessionUse use, IInvocationOperation call) =>
        use.Session.Holder is { } session && use.User.Holder is { } user && AreOfOne([RootOf(session, call), RootOf(user, call)]);

    private static bool IsOfGiven(Owner owner) => owner.DependsOn(static holder => holder is IParameterSymbol);

    private bool AreOfOne(IEnumerable<IOperation> values) => AreOfOne(values.Select(RootOf));

    private static bool AreOfOne(IEnumerable<object?> roots)
    {
        var known = roots.Where(root => root != Free).Distinct().ToList();
        return known.Count == 0 || (known.Count == 1 && known[0] is not null);
    }

    private object? RootOf(ISymbol holder, IInvocationOperation call) => holder switch
    {
        IParameterSymbol when SymbolEqualityComparer.Default.Equals(holder.ContainingSymbol, call.TargetMethod.OriginalDefinition) =>
            call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == holder.Name) is { } given ? RootOf(given.Value) : null,
        IFieldSymbol or IPropertySymbol => RootOf(holder),
        _ => null,
    };

    /// <summary>What the value's owner is that of: a member, or the expression that creates the agent; <see langword="null"/> where only the flow can tell.</summary>
    private object? RootOf(IOperation value) => AwaitedResult.Origin(value) switch
    {
        ILocalReferenceOperation { Local: var local } => !_changed.Contains(local) && _values.TryGetValue(local, out var declared) ? RootOf(declared) : null,
        IParameterReferenceOperation { Parameter: var parameter } => _changed.Contains(parameter) ? null : Free,
        IFieldReferenceOperation { Field.ContainingType.IsTupleType: true } => null,
        IMemberReferenceOperation { Member: var member } reference => VisibleElements.Source(reference) is null ? RootOf(member) : null,
        IInvocationOperation call => RootOf(call),
        IObjectCreationOperation creation => Agents.IsChatClientAgent(creation.Type) ? creation.Syntax : null,
        ILiteralOperation or IDefaultValueOperation => Free,
        _ => null,
    };

    private object? RootOf(IInvocationOperation call) => Agents.RolesOf(call.TargetMethod) switch
    {
        AgentMethodRoles.None => call.TargetMethod.Name == AgentCreations.Extension ? call.Syntax : _type.FactsOf(call.TargetMethod) is null ? RootOfUnseen(call) : null,
        var roles when (roles & (AgentMethodRoles.ReturnsSession | AgentMethodRoles.Serializes)) != AgentMethodRoles.None => RootOf(call.Instance!),
        _ => Free,
    };

    private static object? RootOfUnseen(IInvocationOperation call) =>
        call.TargetMethod.MethodKind == MethodKind.LocalFunction || VisibleElements.Source(call) is not null ? null : Free;

    private object RootOf(ISymbol member) =>
        member is IPropertySymbol { GetMethod: { } getter } && _type.FactsOf(getter) is not null ? member
        : _type.IsGiven(member) ? member
        : Free;
}
