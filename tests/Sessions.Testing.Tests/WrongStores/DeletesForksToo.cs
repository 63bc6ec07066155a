using System.Collections.Concurrent;

namespace Sessions.Testing.Tests;

/// <summary>Deletes the turns that forks share with what is deleted.</summary>
internal sealed class DeletesForksToo(SessionStore inner) : DelegatingSessionStore(inner)
{
    private readonly ConcurrentDictionary<SessionKey, SessionKey> _sources = [];

    public override ValueTask<CommitResult> ForkAsync(SessionFork fork, CancellationToken cancellationToken = default)
    {
        _sources[fork.Key] = fork.Source;
        return base.ForkAsync(fork, cancellationToken);
    }

    public override async ValueTask<bool> DeleteAsync(SessionKey key, CancellationToken cancellationToken = default)
    {
        foreach (var fork in _sources.Where(fork => fork.Value == key))
        {
            await base.DeleteAsync(fork.Key, cancellationToken);
        }

        return await base.DeleteAsync(key, cancellationToken);
    }
}
