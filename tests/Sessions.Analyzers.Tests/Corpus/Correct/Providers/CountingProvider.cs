using Sessions.Agents;

namespace Providers;

public sealed class CountingProvider : AIContextProvider
{
    private long _turns;
    private bool _isWarm;

    public long Turns => Interlocked.Read(ref _turns);

    public override async ValueTask InvokingAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        if (!_isWarm)
        {
            await WarmUpAsync(cancellationToken);
            _isWarm = true;
        }
    }

    public override ValueTask InvokedAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _turns);
        return default;
    }

    private static Task WarmUpAsync(CancellationToken cancellationToken) => Task.Delay(10, cancellationToken);
}
