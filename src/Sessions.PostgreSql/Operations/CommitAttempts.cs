using Npgsql;
using Sessions.Storage;

namespace Sessions;

/// <summary>Makes commits, again where the connection was lost and a commit turns out not to have been made.</summary>
internal sealed class CommitAttempts(PostgreSqlDatabase database, TimeProvider timeProvider)
{
    private const int MaxAttempts = 3;

    // A request that has not come to the server by then does not come any more.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);

    private static readonly Function Commit = new("commit_v1", 42, IsScalar: true);
    private static readonly Function CommitTurn = new("commit_turn_v1", 31, IsScalar: true);
    private static readonly Function GiveUp = new("give_up_v1", 6, IsScalar: true);

    private DateTimeOffset Now => timeProvider.GetUtcNow();

    /// <summary>Makes a commit.</summary>
    /// <returns>What became of it; <see langword="null"/> where it is a conflict.</returns>
    public async ValueTask<CommitResult?> CommitAsync(SessionCommit commit, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var number = OwnNumber.New();
            try
            {
                return await CommitAsync(commit, number, cancellationToken).ConfigureAwait(false) switch
                {
                    "committed" => CommitResult.Committed,
                    "leased" => CommitResult.CommittedWithLease,
                    _ => null,
                };
            }
            catch (UnansweredException exception)
            {
                if (!await GiveUpAsync(commit, number).ConfigureAwait(false) || !exception.IsLost || attempt == MaxAttempts)
                {
                    return CommitResult.Unknown(exception.Failure);
                }
            }
        }
    }

    private async ValueTask<string> CommitAsync(SessionCommit commit, long number, CancellationToken cancellationToken)
    {
        try
        {
            return CommitParameters.OnlyTurn(commit) is { } turn
                ? await database.TryWriteAsync(CommitTurn, command => CommitParameters.Bind(command, commit, turn, number, Now), Columns.ScalarAsync<string>, cancellationToken).ConfigureAwait(false)
                : await database.TryWriteAsync(Commit, command => CommitParameters.Bind(command, commit, number, Now), Columns.ScalarAsync<string>, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // The revision was as it should be, so nobody else has written the turn meanwhile.
            throw new SessionFormatException(
                $"The commit of session '{commit.Head.Key}' cannot be written: the database has rows of its turn already, which do not fit the session's head. What is stored is unchanged. Restore the database from a backup, or delete the rows. {exception.Message}", exception);
        }
    }

    /// <summary>
    /// Waits for the end of a commit whose connection was lost, and sees to it that it is not made after all where it was not: it may be on its way
    /// still, and whoever asks for its turn is to get the answer that stays.
    /// </summary>
    /// <returns>Whether it was not made, and the session is as it was before.</returns>
    private async ValueTask<bool> GiveUpAsync(SessionCommit commit, long number)
    {
        try
        {
            return await database.WriteAgainAsync(
                GiveUp,
                command => command.Key(commit.Head.Key).Time(Now).Bigint(number).Bigint(commit.ExpectedRevision).Time(Now + LongestDelay),
                Columns.ScalarAsync<bool>,
                CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SessionException or NpgsqlException)
        {
            // Whoever asks for the turn meets the same, and says so.
            return false;
        }
    }
}
