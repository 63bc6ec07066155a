using Microsoft.CodeAnalysis;
using Sessions.Analyzers.Agents;

namespace Sessions.Analyzers.Usage.Turns;

/// <summary>Reports turns of one session that are begun at once and run one after the other.</summary>
internal sealed class QueuedTurnsRule() : UsageRule(Descriptors.TurnsQueue, AgentMethodRoles.RunsTurn)
{
    public override void Analyze(UsageContext context)
    {
        foreach (var turn in OverlappingTurns.In(context).Where(turn => ConcurrentTurnsSetting.OutcomeOf(turn.Run, context.Agents) == OverlapOutcome.Queued))
        {
            context.Report(Diagnostic.Create(Descriptor, turn.Place.Syntax.GetLocation(), turn.Session.Name));
        }
    }
}
