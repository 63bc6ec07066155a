using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers.Usage.Saving;

/// <summary>A <c>finally</c> block, or a <c>catch</c> block that a cancellation comes to.</summary>
/// <param name="Keyword">Which of the two.</param>
/// <param name="Block">The block.</param>
/// <param name="Guarded">What runs before it.</param>
internal sealed record CleanUp(string Keyword, IOperation Block, IOperation Guarded)
{
    private static readonly HashSet<string> Cancellations = new(StringComparer.Ordinal)
    {
        "object",
        "System.Exception",
        "System.OperationCanceledException",
        "System.Threading.Tasks.TaskCanceledException",
    };

    /// <summary>The innermost that the operation is in, in its own function.</summary>
    public static CleanUp? Round(IOperation operation)
    {
        var inner = operation;
        while (inner.Parent is { } outer and not (IAnonymousFunctionOperation or ILocalFunctionOperation))
        {
            switch (outer)
            {
                case ITryOperation attempt when attempt.Finally == inner:
                    return new("finally", inner, attempt.Body);
                case ITryOperation attempt when inner is ICatchClauseOperation clause:
                    return clause.Filter is null && Cancellations.Contains(clause.ExceptionType.ToDisplayString()) ? new("catch", inner, attempt.Body) : null;
            }

            inner = outer;
        }

        return null;
    }
}
