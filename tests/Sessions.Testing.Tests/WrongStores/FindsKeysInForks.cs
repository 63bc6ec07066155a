using System.Collections.Concurrent;

namespace Sessions.Testing.Tests;

/// <summary>Looks for keys in all turns that a session reaches, its source's too.</summary>
internal sealed class FindsKeysInForks(SessionStore inner) : DelegatingSessionStore(inner)
{
    private readonly ConcurrentDictionary<SessionKey, SessionKey> _sources = [];

    public override ValueTask<CommitResult> ForkAsync(SessionFork fork, CancellationToken cancellationToken = default)
    {
        _sources[fork.Key] = fork.Source;
        return base.ForkAsync(fork, cancellationToken);
    }

    public override async ValueTask<OpenedSession> OpenAsync(SessionKey key, SessionOpening opening, CancellationToken cancellationToken = default)
    {
        var opened = await base.OpenAsync(key, opening, cancellationToken);
        return opened.KeyedTurn is null && _sources.TryGetValue(key, out var source)
            ? opened with { KeyedTurn = (await OpenAsync(source, opening, cancellationToken)).KeyedTurn }
            : opened;
    }
}
