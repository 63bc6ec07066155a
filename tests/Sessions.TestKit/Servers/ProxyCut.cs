namespace Sessions.TestKit;

/// <summary>A way through a proxy.</summary>
public enum ProxyWay
{
    Request,
    Answer,
}

/// <summary>Where a proxy cuts a connection, once: when so many bytes have gone one way. Without any, when the first would.</summary>
public sealed class ProxyCut(ProxyWay way, long after)
{
    private readonly object _gate = new();
    private readonly TaskCompletionSource _lateAnswer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _left = after;

    /// <summary>When the server gets nevertheless what did not pass, long after the client has gone; never where there is none.</summary>
    public Task? Late { get; init; }

    /// <summary>Ends when the server has answered to what came late.</summary>
    public Task LateAnswer => _lateAnswer.Task;

    /// <summary>Whether a connection has been cut.</summary>
    public bool IsDone
    {
        get
        {
            lock (_gate)
            {
                return _left < 0;
            }
        }
    }

    internal void OnLateAnswer() => _lateAnswer.TrySetResult();

    /// <summary>How much of what goes a way passes, and whether the connection is cut then.</summary>
    internal (int Count, bool IsCut) Pass(ProxyWay gone, int count)
    {
        lock (_gate)
        {
            if (gone != way || _left < 0)
            {
                return (count, false);
            }

            var passed = (int)Math.Min(_left, count);
            _left = passed == _left ? -1 : _left - passed;
            return (passed, _left < 0);
        }
    }
}
