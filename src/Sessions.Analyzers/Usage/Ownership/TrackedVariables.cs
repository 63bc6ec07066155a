using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Agents;
using Sessions.Analyzers.Flow;

namespace Sessions.Analyzers.Usage.Ownership;

/// <summary>
/// Tells which locals and parameters of a body the flow graph shows every write of. The others (written by reference, inside a pattern
/// or from another function) hold nothing that is known. A session that is handed over, or may be, is written as well: it is another
/// agent's then.
/// </summary>
internal sealed class TrackedVariables
{
    private readonly AgentSymbols _agents;
    private readonly HashSet<ISymbol> _assigned = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _untracked = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _sessions = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _givenByReference = new(SymbolEqualityComparer.Default);

    public TrackedVariables(IOperation body, AgentSymbols agents, SessionEscapes escapes)
    {
        _agents = agents;
        var handOffs = new List<IOperation>();
        foreach (var operation in body.DescendantsAndSelf())
        {
            Note(operation);
            NoteReference(operation);
            AreOfAgents = AreOfAgents || IsOfAgents(operation);
            if (IsHandOff(operation) || escapes.In(operation).Any())
            {
                handOffs.Add(operation);
            }
        }

        // Which of them a hand-over means is seen along the flow, unless it is in a function that may run at any time.
        if (handOffs.Count > 0)
        {
            (handOffs.Exists(handOff => handOff.EnclosingFunction() is not null) ? _untracked : _assigned).UnionWith(_sessions);
        }

        _sessions.ExceptWith(_untracked);
    }

    /// <summary>The tracked variables that hold sessions.</summary>
    public IReadOnlyCollection<ISymbol> Sessions => _sessions;

    public bool IsSession(ISymbol variable) => _sessions.Contains(variable);

    /// <summary>The members that the body gives away by reference, so that what is put into them is not seen.</summary>
    public IEnumerable<ISymbol> GivenByReference => _givenByReference;

    /// <summary>Whether the body has to do with agents at all, or puts something into a member.</summary>
    public bool AreOfAgents { get; private set; }

    public bool IsTracked(ISymbol variable) => !_untracked.Contains(variable) && variable switch
    {
        ILocalSymbol local => local.RefKind == RefKind.None,
        IParameterSymbol parameter => parameter.RefKind == RefKind.None,
        _ => false,
    };

    /// <summary>Whether the variable has one value for as long as it lives, which the functions inside its own see too.</summary>
    public bool IsWrittenOnce(ISymbol variable) => IsTracked(variable) && !_assigned.Contains(variable);

    public static ISymbol? VariableOf(IOperation operation) => operation switch
    {
        ILocalReferenceOperation reference => reference.Local,
        IParameterReferenceOperation reference => reference.Parameter,
        _ => null,
    };

    private bool IsHandOff(IOperation operation) =>
        operation is IInvocationOperation call && _agents.RolesOf(call.TargetMethod).HasFlag(AgentMethodRoles.HandsOff);

    private bool IsOfAgents(IOperation operation) => operation switch
    {
        IAssignmentOperation { Target: IMemberReferenceOperation or ITupleOperation } or IFieldInitializerOperation or IPropertyInitializerOperation => true,
        IMethodReferenceOperation { Method: { ReturnsVoid: false, DeclaringSyntaxReferences.IsEmpty: false } } => true,
        _ => operation.Type is { Name: "JsonElement" } || _agents.IsAgent(operation.Type) || _agents.IsSessionOrTask(operation.Type),
    };

    private void NoteReference(IOperation operation)
    {
        if (VariableOf(operation) is not { } variable)
        {
            return;
        }

        if (_agents.IsSessionOrTask(operation.Type))
        {
            _sessions.Add(variable);
        }
        else if (VisibleElements.IsCollection(operation.Type) && !VisibleElements.IsRead(operation))
        {
            // Whoever else has the collection can put others into it.
            _untracked.Add(variable);
        }
    }

    private void Note(IOperation operation)
    {
        switch (operation)
        {
            case ILocalReferenceOperation or IParameterReferenceOperation when IsAssigned(operation):
                NoteAssigned(operation, VariableOf(operation)!);
                break;
            case ISimpleAssignmentOperation { IsRef: true } or IVariableDeclaratorOperation { Symbol.RefKind: not RefKind.None }:
            case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } or IAddressOfOperation:
                Untrack(operation);
                break;
            case IAssignmentOperation { Target: var target } when VisibleElements.Container(target) is { } container:
                Untrack(container);
                break;
            case IDeconstructionAssignmentOperation deconstruction:
                UntrackNested(deconstruction.Target);
                break;
            case IPatternOperation pattern when DeclaredIn(pattern) is { } symbol && pattern.Parent is not IIsPatternOperation:
                _untracked.Add(symbol);
                break;
        }
    }

    private void NoteAssigned(IOperation reference, ISymbol variable)
    {
        _assigned.Add(variable);
        if (variable is IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } || IsInOtherFunction(reference, variable))
        {
            _untracked.Add(variable);
        }
    }

    private void Untrack(IOperation operation)
    {
        foreach (var inner in operation.DescendantsAndSelf())
        {
            if (VariableOf(inner) is { } variable)
            {
                _untracked.Add(variable);
            }
            else if (inner is IMemberReferenceOperation { Member: var member })
            {
                _givenByReference.Add(member);
            }
        }
    }

    /// <summary>Of a deconstruction the elements are followed, but not what is deconstructed further.</summary>
    private void UntrackNested(IOperation target)
    {
        foreach (var element in Deconstruction.Targets(target))
        {
            if (VariableOf(element) is null && element is not IMemberReferenceOperation)
            {
                Untrack(element);
            }
            else if (element is ILocalReferenceOperation { IsDeclaration: false } or IParameterReferenceOperation)
            {
                NoteAssigned(element, VariableOf(element)!);
            }
        }
    }

    private static ISymbol? DeclaredIn(IPatternOperation pattern) => pattern switch
    {
        IDeclarationPatternOperation declaration => declaration.DeclaredSymbol,
        IRecursivePatternOperation recursive => recursive.DeclaredSymbol,
        IListPatternOperation list => list.DeclaredSymbol,
        _ => null,
    };

    private static bool IsAssigned(IOperation reference) =>
        reference.Parent is IAssignmentOperation assignment && assignment.Target == reference;

    private static bool IsInOtherFunction(IOperation reference, ISymbol variable)
    {
        return reference.EnclosingFunction() switch
        {
            IAnonymousFunctionOperation lambda => !IsDeclaredIn(lambda.Symbol),
            ILocalFunctionOperation local => !IsDeclaredIn(local.Symbol),
            _ => false,
        };

        bool IsDeclaredIn(IMethodSymbol symbol) => SymbolEqualityComparer.Default.Equals(variable.ContainingSymbol, symbol);
    }
}
