using System.Runtime.ExceptionServices;
using Sessions.Agents;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework.Durable;

/// <summary>Ends the run of the framework's agent within the turn: its state is the turn's, and what failed after its answer is an issue.</summary>
/// <param name="agent">The framework's agent.</param>
internal sealed class InnerAgentProvider(Framework.AIAgent agent) : AIContextProvider
{
    public override string SourceId => agent.Name ?? agent.Id;

    public override async ValueTask InvokedAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        if (InnerRun.Find(turn) is { } run)
        {
            await run.TakeStateAsync(cancellationToken).ConfigureAwait(false);
            if (run.Failure is { } failure)
            {
                ExceptionDispatchInfo.Throw(failure);
            }
        }
    }
}
