using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Agents;

namespace Sessions.Analyzers.Usage.Ownership;

/// <summary>
/// Tells which locals of a body the flow graph shows every write of. The others (written by reference, by a pattern or a
/// deconstruction, from another function, or in a finally block) hold nothing that is known. A session that is handed over, or may
/// be, is written as well: it is another agent's then.
/// </summary>
internal sealed class TrackedLocals
{
    private readonly HashSet<ISymbol> _assigned = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _untracked = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _sessions = new(SymbolEqualityComparer.Default);

    public TrackedLocals(IOperation body, AgentSymbols agents, SessionEscapes escapes)
    {
        var handOffs = new List<IOperation>();
        foreach (var operation in body.DescendantsAndSelf())
        {
            Note(operation);
            if (operation is ILocalReferenceOperation { Local: var local } && escapes.IsSessionOrTask(local.Type))
            {
                _sessions.Add(local);
            }

            if (IsHandOff(operation, agents) || escapes.In(operation).Any())
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
        _assigned.ExceptWith(_untracked);
    }

    /// <summary>The tracked locals that are assigned after their declaration.</summary>
    public IEnumerable<ILocalSymbol> Reassigned => _assigned.Cast<ILocalSymbol>();

    /// <summary>The tracked locals that hold sessions.</summary>
    public IEnumerable<ILocalSymbol> Sessions => _sessions.Cast<ILocalSymbol>();

    public bool IsTracked(ILocalSymbol local) => local.RefKind == RefKind.None && !_untracked.Contains(local);

    /// <summary>Whether the local has one value for as long as it lives, which the functions inside its own see too.</summary>
    public bool IsWrittenOnce(ILocalSymbol local) => IsTracked(local) && !_assigned.Contains(local);

    private static bool IsHandOff(IOperation operation, AgentSymbols agents) =>
        operation is IInvocationOperation call && agents.RolesOf(call.TargetMethod).HasFlag(AgentMethodRoles.HandsOff);

    private void Note(IOperation operation)
    {
        switch (operation)
        {
            case ILocalReferenceOperation reference when IsAssigned(reference):
                _assigned.Add(reference.Local);
                if (IsInOtherFunction(reference))
                {
                    _untracked.Add(reference.Local);
                }

                break;
            case ISimpleAssignmentOperation { IsRef: true } assignment:
                Untrack(assignment);
                break;
            case IVariableDeclaratorOperation { Symbol.RefKind: not RefKind.None } declarator:
                Untrack(declarator);
                break;
            case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument:
                Untrack(argument);
                break;
            case IDeconstructionAssignmentOperation deconstruction:
                Untrack(deconstruction.Target);
                break;
            case IAddressOfOperation address:
                Untrack(address);
                break;
            case ITryOperation { Finally: { } block }:
                UntrackAssigned(block);
                break;
            case IDeclarationPatternOperation { DeclaredSymbol: { } symbol }:
                _untracked.Add(symbol);
                break;
            case IRecursivePatternOperation { DeclaredSymbol: { } symbol }:
                _untracked.Add(symbol);
                break;
            case IListPatternOperation { DeclaredSymbol: { } symbol }:
                _untracked.Add(symbol);
                break;
        }
    }

    private void Untrack(IOperation operation) =>
        _untracked.UnionWith(operation.DescendantsAndSelf().OfType<ILocalReferenceOperation>().Select(reference => reference.Local));

    private void UntrackAssigned(IOperation operation) =>
        _untracked.UnionWith(operation.Descendants().OfType<ILocalReferenceOperation>().Where(IsAssigned).Select(reference => reference.Local));

    private static bool IsAssigned(ILocalReferenceOperation reference) =>
        reference.Parent is IAssignmentOperation assignment && assignment.Target == reference;

    private static bool IsInOtherFunction(ILocalReferenceOperation reference)
    {
        return reference.EnclosingFunction() switch
        {
            IAnonymousFunctionOperation lambda => !IsDeclaredIn(lambda.Symbol),
            ILocalFunctionOperation local => !IsDeclaredIn(local.Symbol),
            _ => false,
        };

        bool IsDeclaredIn(IMethodSymbol symbol) => SymbolEqualityComparer.Default.Equals(reference.Local.ContainingSymbol, symbol);
    }
}
