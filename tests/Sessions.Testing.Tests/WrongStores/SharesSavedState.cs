using System.Collections.Concurrent;

namespace Sessions.Testing.Tests;

/// <summary>Reads the state of turns that a fork shares where they are, with what was saved there later.</summary>
internal sealed class SharesSavedState(SessionStore inner) : DelegatingSessionStore(inner)
{
    private readonly ConcurrentDictionary<SessionKey, SessionFork> _forks = [];

    public override ValueTask<CommitResult> ForkAsync(SessionFork fork, CancellationToken cancellationToken = default)
    {
        _forks[fork.Key] = fork;
        return base.ForkAsync(fork, cancellationToken);
    }

    public override ValueTask<IReadOnlyList<StateValue>> LoadStateAsync(SessionKey key, long turn, CancellationToken cancellationToken = default) =>
        base.LoadStateAsync(_forks.TryGetValue(key, out var fork) && turn <= (fork.ThroughTurn ?? 4) ? fork.Source : key, turn, cancellationToken);
}
