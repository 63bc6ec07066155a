using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers.State;

/// <summary>Sees where an object is changed in place.</summary>
internal static class StateChange
{
    /// <summary>Whether what the reference holds is changed there: a member of it is assigned, or a method of one is called for what it does.</summary>
    public static bool IsOf(IOperation reference)
    {
        var part = reference;
        while (part.Parent is IMemberReferenceOperation member && member.Instance == part)
        {
            part = member;
        }

        return part.Parent switch
        {
            IAssignmentOperation assignment => part != reference && assignment.Target == part,
            IIncrementOrDecrementOperation => part != reference,
            IInvocationOperation { Parent: IExpressionStatementOperation } call => call.Instance == part && part != reference,
            _ => false,
        };
    }
}
