using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Agents;

namespace Sessions.Analyzers.Usage.Turns;

/// <summary>Tells which stream of a turn a loop reads.</summary>
internal static class TurnStreams
{
    /// <summary>The loop that the call's own result is enumerated by, at once or by the one name of a local.</summary>
    public static IForEachLoopOperation? LoopOver(IInvocationOperation run) => Whole(run) switch
    {
        { Parent: IForEachLoopOperation loop } stream => loop.Collection == stream ? loop : null,
        { Parent: IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } declarator } } =>
            local.ReferencesIn(declarator.Root()).ToList() is { Count: 1 } references && Whole(references[0]) is { Parent: IForEachLoopOperation loop } stream && loop.Collection == stream ? loop : null,
        _ => null,
    };

    /// <summary>The stream with what is said of how it is read.</summary>
    public static IOperation Whole(IOperation stream)
    {
        var whole = stream;
        while (Outer(whole) is { } outer)
        {
            whole = outer;
        }

        return whole;
    }

    private static IOperation? Outer(IOperation stream) => stream.Parent switch
    {
        IConversionOperation conversion => conversion,
        IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "WithCancellation" or "ConfigureAwait", ContainingType.Name: "TaskAsyncEnumerableExtensions" } } call } => call,
        IInvocationOperation { TargetMethod.Name: "WithCancellation" or "ConfigureAwait" } call when call.Instance == stream => call,
        _ => null,
    };
}
