using Microsoft.CodeAnalysis;
using Sessions.Analyzers.Agents;

namespace Sessions.Analyzers.Usage.Turns;

/// <summary>Reports turns of one session that run at once and do not wait for each other.</summary>
internal sealed class OverlapRule() : UsageRule(Descriptors.TurnsOverlap, AgentMethodRoles.RunsTurn | AgentMethodRoles.MakesTool)
{
    public override void Analyze(UsageContext context)
    {
        foreach (var turn in OverlappingTurns.In(context))
        {
            if (Reason(ConcurrentTurnsSetting.OutcomeOf(turn.Run, context.Agents)) is { } reason)
            {
                context.Report(Diagnostic.Create(Descriptor, turn.Place.Syntax.GetLocation(), turn.Session.Name, reason));
            }
        }

        foreach (var (session, place) in SharedTools.In(context))
        {
            context.Report(Diagnostic.Create(Descriptor, place.Syntax.GetLocation(), session.Name, Reason(OverlapOutcome.Mixed)));
        }
    }

    private static string? Reason(OverlapOutcome outcome) => outcome switch
    {
        OverlapOutcome.Refused => "the agent refuses all but the first",
        OverlapOutcome.Mixed => "Microsoft Agent Framework does not keep them apart",
        _ => null,
    };
}
