using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>A context provider made of two functions.</summary>
public sealed class Hook(
    string sourceId,
    Func<TurnContext, CancellationToken, ValueTask>? before = null,
    Func<TurnContext, CancellationToken, ValueTask>? after = null) : AIContextProvider
{
    public Hook(string sourceId, AIContextProviderAction before)
        : this(sourceId, (turn, _) =>
        {
            before(turn);
            return default;
        })
    {
    }

    public delegate void AIContextProviderAction(TurnContext turn);

    public override string SourceId => sourceId;

    public override ValueTask InvokingAsync(TurnContext turn, CancellationToken cancellationToken) => before?.Invoke(turn, cancellationToken) ?? default;

    public override ValueTask InvokedAsync(TurnContext turn, CancellationToken cancellationToken) => after?.Invoke(turn, cancellationToken) ?? default;
}
