using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers.Flow;

/// <summary>Sees through what stands between a call that returns a task and the task's result.</summary>
internal static class AwaitedResult
{
    /// <summary>What the operation takes its result from unchanged, one step inward; <see langword="null"/> where it is not such a step.</summary>
    public static IOperation? Source(IOperation operation) => operation switch
    {
        IConversionOperation { OperatorMethod: null } conversion => conversion.Operand,
        IAwaitOperation await => await.Operation,
        IInvocationOperation { Instance: { } task, TargetMethod.Name: "ConfigureAwait" or "AsTask" or "Preserve" or "GetAwaiter" or "GetResult" } call
            when call.TargetMethod.ContainingType.IsOfTasks() => task,
        IPropertyReferenceOperation { Instance: { } task, Property.Name: "Result" } result when result.Property.ContainingType.IsOfTasks() => task,
        _ => null,
    };

    /// <summary>What the operation takes its result from in the end; the operation itself where it is no such step.</summary>
    public static IOperation Origin(IOperation operation)
    {
        var origin = operation;
        while (Source(origin) is { } source)
        {
            origin = source;
        }

        return origin;
    }
}
