using Microsoft.CodeAnalysis;
using Sessions.Analyzers.Agents;

namespace Sessions.Analyzers.Usage.Turns;

/// <summary>Reports turns of one session that are begun at once and run one after the other.</summary>
internal sealed class QueuedTurnsRule() : UsageRule(Descriptors.TurnsQueue, AgentMethodRoles.RunsTurn)
{
    public override void Analyze(UsageContext context)
    {
        var shared = OverlappingTurns.In(context).Where(turn => !turn.Session.IsSharedOnPurpose() && ConcurrentTurnsSetting.OutcomeOf(turn.Run, context.Agents) == OverlapOutcome.Queued);
        foreach (var turn in shared)
        {
            context.Report(Diagnostic.Create(Descriptor, turn.Place.Syntax.GetLocation(), turn.Session.Name));
        }
    }
}
