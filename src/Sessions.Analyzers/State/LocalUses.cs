using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers.State;

/// <summary>What a member does with a local that holds state.</summary>
internal sealed class LocalUses
{
    private readonly ILocalSymbol _local;
    private readonly List<ILocalReferenceOperation> _references;
    private readonly IOperation? _function;

    /// <summary>Looks at the uses of a local.</summary>
    /// <param name="local">The local.</param>
    /// <param name="place">Where it is read.</param>
    public LocalUses(ILocalSymbol local, IOperation place)
    {
        _local = local;
        _function = place.EnclosingFunction();
        _references = [.. local.ReferencesIn(place.Root()).Where(static reference => !reference.IsDeclaration)];
    }

    /// <summary>Whether what the local holds may be had, and be set, by something else.</summary>
    public bool Escapes => !_references.TrueForAll(IsOwn);

    /// <summary>Whether what the local holds is changed in place.</summary>
    public bool IsChanged => _references.Exists(StateChange.IsOf);

    /// <summary>The object that is put into the local where it has none.</summary>
    public IOperation? Made => _references.Select(static reference => AssignedTo(reference)).FirstOrDefault(static value => value.WithoutConversions() is IObjectCreationOperation);

    /// <summary>The changed copy that the local is given last, and that nothing reads.</summary>
    public IOperation? LastCopy => _references
        .Where(reference => AssignedTo(reference).WithoutConversions() is IWithOperation && !IsInLoop(reference))
        .Select(static reference => AssignedTo(reference)!)
        .FirstOrDefault(copy => _references.TrueForAll(reference => reference.Syntax.SpanStart < copy.Syntax.Span.End));

    private static IOperation? AssignedTo(IOperation reference) =>
        reference.Parent is IAssignmentOperation { Target: var target, Value: var value } and (ISimpleAssignmentOperation or ICoalesceAssignmentOperation) && target == reference ? value : null;

    /// <summary>Whether the use stays with the local: it asks it, changes it, or gives it another value.</summary>
    private bool IsOwn(IOperation reference) => reference.EnclosingFunction() == _function && reference.Parent switch
    {
        IMemberReferenceOperation member => member.Instance == reference,
        IInvocationOperation call => call.Instance == reference,
        IAssignmentOperation assignment => assignment.Target == reference,
        IWithOperation copy => copy.Parent is ISimpleAssignmentOperation assignment && assignment.Target.Names(_local),
        IIsPatternOperation or IBinaryOperation or IConditionalAccessOperation => true,
        _ => false,
    };

    private bool IsInLoop(IOperation place)
    {
        for (var outer = place.Parent; outer is not null; outer = outer.Parent)
        {
            if (outer is ILoopOperation && !_local.IsDeclaredIn(outer.Syntax))
            {
                return true;
            }
        }

        return false;
    }
}
