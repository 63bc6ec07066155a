using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Agents;

namespace Sessions.Analyzers.Usage.Turns;

/// <summary>Reports a <c>break</c> or <c>return</c> out of the stream of a session's turn, where nothing says what becomes of the turn.</summary>
internal sealed class StreamLeftEarlyRule() : UsageRule(Descriptors.StreamLeftEarly, AgentMethodRoles.Streams)
{
    private const string Word = "InterruptedTurns";

    public override void Analyze(UsageContext context)
    {
        foreach (var run in context.Calls(Interest))
        {
            if (context.Agents.SessionArgument(run) is { ArgumentKind: ArgumentKind.Explicit, Value: var session }
                && !IsNull(session)
                && TurnStreams.LoopOver(run) is { } loop
                && IsWithoutWord(run))
            {
                Report(context, run, loop);
            }
        }
    }

    private void Report(UsageContext context, IInvocationOperation run, IForEachLoopOperation loop)
    {
        foreach (var exit in loop.Body.DescendantsAndSelf().Where(operation => IsExit(operation, loop) && !IsOfCancellation(operation, loop)))
        {
            var keyword = exit.Syntax.GetFirstToken();
            context.Report(Diagnostic.Create(Descriptor, keyword.GetLocation(), keyword.ValueText, run.TargetMethod.Name));
        }
    }

    private static bool IsNull(IOperation session) => session.WithoutConversions() is { ConstantValue: { HasValue: true, Value: null } };

    /// <summary>Options that are not seen may say it.</summary>
    private static bool IsWithoutWord(IInvocationOperation run) =>
        run.Arguments.All(static argument => argument.Parameter?.Name != "options" || argument.ArgumentKind == ArgumentKind.DefaultValue || argument.Value.WithoutConversions() is IObjectCreationOperation or ILiteralOperation)
        && !run.Root().Descendants().Any(static operation => operation is IPropertyReferenceOperation { Property.Name: Word });

    private static bool IsExit(IOperation operation, ILoopOperation loop) => operation switch
    {
        IBranchOperation { BranchKind: BranchKind.Break } branch => SymbolEqualityComparer.Default.Equals(branch.Target, loop.ExitLabel),
        IReturnOperation { Kind: OperationKind.Return, Syntax: ReturnStatementSyntax } => operation.EnclosingFunction() == loop.EnclosingFunction(),
        _ => false,
    };

    /// <summary>Whoever asks whether the turn is cancelled means to leave it.</summary>
    private static bool IsOfCancellation(IOperation exit, ILoopOperation loop)
    {
        for (var outer = exit.Parent; outer is not null && outer != loop; outer = outer.Parent)
        {
            if (outer is IConditionalOperation { Condition: var condition }
                && condition.DescendantsAndSelf().Any(static operation => operation is IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" }))
            {
                return true;
            }
        }

        return false;
    }
}
