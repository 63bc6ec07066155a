using System.Collections.Concurrent;

namespace Sessions.Testing.Tests;

/// <summary>Keeps the memory that it is given, rather than what is in it.</summary>
internal sealed class KeepsBuffers(SessionStore inner) : DelegatingSessionStore(inner)
{
    private readonly ConcurrentDictionary<string, ReadOnlyMemory<byte>> _messages = [];

    public override ValueTask<CommitResult> CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default)
    {
        foreach (var turn in commit.Turns)
        {
            _messages[turn.Id] = turn.Messages;
        }

        return base.CommitAsync(commit, cancellationToken);
    }

    public override async ValueTask<TurnPage> ReadTurnsAsync(SessionKey key, TurnRange range, CancellationToken cancellationToken = default)
    {
        var page = await base.ReadTurnsAsync(key, range, cancellationToken);
        return page with { Turns = [.. page.Turns.Select(turn => turn with { Messages = _messages[turn.Id] })] };
    }
}
