using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers.Usage.Turns;

/// <summary>Semaphores, locks and the like: where a member has one, it says itself what may run at once.</summary>
internal static class TurnGates
{
    public static bool AreIn(IOperation body) => body.Descendants().Any(static operation => operation switch
    {
        ILockOperation => true,
        IInvocationOperation { TargetMethod: { Name: "Wait" or "WaitAsync", ContainingType.Name: not "Task" } } => true,
        IInvocationOperation { TargetMethod.Name: var name } => name.StartsWith("Acquire", StringComparison.Ordinal) || name is "LockAsync" or "EnterAsync" or "Enter",
        _ => false,
    });
}
