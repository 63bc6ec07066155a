using System.Text;

namespace Sessions.Testing.Tests;

/// <summary>Keeps messages without the white space around them.</summary>
internal sealed class TrimsMessages(SessionStore inner) : DelegatingSessionStore(inner)
{
    public override ValueTask<CommitResult> CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default) =>
        base.CommitAsync(commit.With(turns: [.. commit.Turns.Select(turn => turn with { Messages = Trimmed(turn.Messages) })]), cancellationToken);

    private static byte[] Trimmed(ReadOnlyMemory<byte> messages) => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(messages.Span).Trim());
}
