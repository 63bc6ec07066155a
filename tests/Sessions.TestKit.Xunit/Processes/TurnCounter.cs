using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>Counts the turns of a session in its state.</summary>
public sealed class TurnCounter : AIContextProvider
{
    public override ValueTask InvokedAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        turn.Session!.State.Update<Tally>(tally => tally with { Count = tally.Count + 1 });
        return default;
    }
}
