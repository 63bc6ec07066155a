using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers.Flow;

/// <summary>Puts the operations of a block into the order in which they are evaluated.</summary>
internal static class EvaluationOrder
{
    public static IOperation[] Of(BasicBlock block)
    {
        var operations = new List<IOperation>();
        foreach (var statement in block.Operations)
        {
            // The statement does nothing that its expression has not done.
            Add(statement is IExpressionStatementOperation { Operation: var expression } ? expression : statement, operations);
        }

        if (block.BranchValue is { } value)
        {
            Add(value, operations);
        }

        return [.. operations];
    }

    /// <summary>Children before parents, left before right; without recursion, for an expression can be very deep.</summary>
    private static void Add(IOperation root, List<IOperation> operations)
    {
        var start = operations.Count;
        var pending = new Stack<IOperation>([root]);
        while (pending.Count > 0)
        {
            var operation = pending.Pop();
            operations.Add(operation);
            foreach (var child in operation.ChildOperations)
            {
                pending.Push(child);
            }
        }

        // Each was added before its children, and the last child first.
        operations.Reverse(start, operations.Count - start);
    }
}
