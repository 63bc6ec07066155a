using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Agents;

namespace Sessions.Analyzers.Usage.Turns;

/// <summary>Reports the second reading of a stream that is kept in a local.</summary>
internal sealed class StreamReadTwiceRule() : UsageRule(Descriptors.StreamReadTwice, AgentMethodRoles.Streams)
{
    public override void Analyze(UsageContext context)
    {
        foreach (var run in context.Calls(Interest))
        {
            if (TurnStreams.Whole(run).Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var stream } declarator }
                && !stream.IsAssignedIn(declarator.Root())
                && FindSecond(stream, declarator) is { } second)
            {
                var outcome = context.Agents.IsFrameworkAgent(run.Instance?.Type) ? "which runs the turn again" : "which throws";
                context.Report(Diagnostic.Create(Descriptor, second.Syntax.GetLocation(), stream.Name, outcome));
            }
        }
    }

    /// <summary>The reading that comes after another in any case: a later statement of the same block, or in a loop that the other is not in.</summary>
    private static IOperation? FindSecond(ILocalSymbol stream, IVariableDeclaratorOperation declarator)
    {
        var readings = stream.ReferencesIn(declarator.Root()).Where(reference => IsReading(reference) && reference.EnclosingFunction() == declarator.EnclosingFunction()).ToList();
        return readings.Find(reading => IsRepeated(reading, declarator))
            ?? readings.Find(second => readings.Exists(first => first != second && IsBefore(first, second)));
    }

    private static bool IsReading(IOperation reference) => TurnStreams.Whole(reference) is var whole && whole.Parent switch
    {
        IForEachLoopOperation loop => loop.Collection == whole,
        IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "ToAgentResponseAsync" or "ToListAsync" or "ToArrayAsync" or "ToAgentRunResponseAsync", IsExtensionMethod: true } } } => true,
        _ => false,
    };

    /// <summary>Whether a loop that does not declare the stream reads it each time, and nothing in it leaves the loop.</summary>
    private static bool IsRepeated(IOperation reading, IVariableDeclaratorOperation declarator)
    {
        for (var outer = Statement(reading)?.Parent; outer is not null; outer = outer.Parent)
        {
            if (outer is ILoopOperation && !declarator.Symbol.IsDeclaredIn(outer.Syntax))
            {
                return !outer.Descendants().Any(static operation => operation is IBranchOperation or IReturnOperation or IThrowOperation);
            }
        }

        return false;
    }

    private static bool IsBefore(IOperation first, IOperation second)
    {
        var statement = Statement(first);
        return statement?.Parent is IBlockOperation block
            && second.Syntax.SpanStart > statement.Syntax.Span.End
            && block.Syntax.Span.Contains(second.Syntax.Span)
            && !statement.Descendants().Any(static operation => operation is IReturnOperation or IThrowOperation);
    }

    /// <summary>The statement that reads the stream: the loop over it, or the one that its call is in.</summary>
    private static IOperation? Statement(IOperation reading)
    {
        var statement = reading;
        while (statement.Parent is not (null or IBlockOperation))
        {
            statement = statement.Parent;
        }

        return statement.Parent is null ? null : statement;
    }
}
