using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Agents;
using Sessions.Analyzers.Usage.Turns;

namespace Sessions.Analyzers.Usage.Saving;

/// <summary>Reports a session that is saved after the stream of its turn alone, where the stream can be left before that.</summary>
internal sealed class SavedAfterStreamRule() : UsageRule(Descriptors.SavedAfterStream, AgentMethodRoles.Saves | AgentMethodRoles.Serializes)
{
    public override void Analyze(UsageContext context)
    {
        var saves = context.Calls(Interest).ToList();
        if (saves.Exists(static save => CleanUp.Round(save) is not null))
        {
            return;
        }

        foreach (var run in context.Calls(AgentMethodRoles.Streams))
        {
            if (context.Agents.SessionArgument(run)?.Value.Variable() is { } session
                && TurnStreams.LoopOver(run) is { } loop
                && WayOut(run, loop) is { } wayOut
                && saves.Find(save => IsAfter(save, loop) && IsOf(save, session, context.Agents)) is { } late)
            {
                context.Report(Diagnostic.Create(Descriptor, late.NameLocation(), late.TargetMethod.Name, wayOut));
            }
        }
    }

    private static bool IsOf(IInvocationOperation save, ISymbol session, AgentSymbols agents) =>
        SymbolEqualityComparer.Default.Equals(agents.SessionArgument(save)?.Value.Variable(), session);

    private static bool IsAfter(IInvocationOperation save, IForEachLoopOperation loop) =>
        loop.Parent is IBlockOperation block
        && save.Syntax.SpanStart > loop.Syntax.Span.End
        && block.Syntax.Span.Contains(save.Syntax.Span)
        && save.EnclosingFunction() == loop.EnclosingFunction();

    /// <summary>How the loop can be left other than by its end and by a failure.</summary>
    private static string? WayOut(IInvocationOperation run, IForEachLoopOperation loop)
    {
        var returns = loop.Body.Descendants().OfType<IReturnOperation>().Where(leaving => leaving.EnclosingFunction() == loop.EnclosingFunction()).ToList();
        return returns.Exists(static leaving => leaving.Kind == OperationKind.YieldReturn) ? "the caller stops reading"
            : returns.Count > 0 ? "the loop returns"
            : IsCancellable(run, loop) ? "the turn is cancelled"
            : null;
    }

    private static bool IsCancellable(IInvocationOperation run, IForEachLoopOperation loop) =>
        loop.Collection.DescendantsAndSelf().OfType<IInvocationOperation>().Append(run)
            .SelectMany(static call => call.Arguments)
            .Any(static argument => argument.Parameter?.Type.Name == nameof(CancellationToken) && argument.Value.WithoutConversions() is IParameterReferenceOperation);
}
