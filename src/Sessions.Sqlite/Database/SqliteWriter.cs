using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Sessions;

/// <summary>
/// The one writer of a database in this process. What is to be written waits in a queue; whoever finds nobody writing writes for all
/// that wait, in one transaction, so that many turns share one wait for the disk.
/// </summary>
/// <remarks>
/// Where a member of such a batch fails, or the batch does, each is written in a transaction of its own, and has its own error. Other
/// processes are polled for: a process that has met one lately leaves it room after each batch, so that all of them get on.
/// </remarks>
internal sealed class SqliteWriter(SqliteDatabase database) : IDisposable
{
    private const int MostAtOnce = 128;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan BetweenTruncations = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Lately = TimeSpan.FromMilliseconds(500);

    private readonly SqliteWriteQueue _queue = new();

    // Of whoever is inside the queue.
    private readonly List<SqliteWrite> _batch = [];
    private SqliteLink? _link;

    // A process that has died may have left in the log what it had erased.
    private volatile bool _isLogToTruncate = true;
    private long _truncatedAt;
    private long _refusedAt;

    public ValueTask<T> WriteAsync<T>(Func<SqliteLink, T> statements, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var write = new SqliteWrite<T>(statements, database.NewWait());
        write.CancelWith(cancellationToken);
        if (_queue.Add(write))
        {
            // Nothing of it throws: what fails is said to whoever waits.
            _ = DrainAsync();
        }

        return write.Task;
    }

    /// <summary>
    /// Takes the connection to read with it, if nobody writes. It has what it wrote at hand, where a connection that reads alone has to
    /// read it again after every commit.
    /// </summary>
    public SqliteLink? TryBorrow()
    {
        if (!_queue.TryEnter())
        {
            return null;
        }

        if (_link is { } link && !database.IsOutdated(link))
        {
            return link;
        }

        Return(isGood: true);
        return null;
    }

    /// <summary>Gives the connection back. What has begun to wait meanwhile is written.</summary>
    /// <param name="isGood">Whether it can be used again.</param>
    public void Return(bool isGood)
    {
        if (!isGood)
        {
            Close();
        }

        if (!TryLeave())
        {
            // The reader is not to be kept: a thread of the pool writes.
            _ = Task.Run(DrainAsync);
        }
    }

    /// <summary>Empties the log, now or after the first write that finds nobody reading it.</summary>
    public async ValueTask TruncateLogAsync()
    {
        (_isLogToTruncate, _truncatedAt) = (true, 0);
        _ = await WriteAsync(static _ => true, CancellationToken.None).ConfigureAwait(false);
    }

    public void Dispose()
    {
        // Whoever is inside closes the connection.
        if (_queue.Close())
        {
            Close();
        }
    }

    private async Task DrainAsync()
    {
        while (await TryBeginAsync().ConfigureAwait(false))
        {
            WriteBatch();
            if (TryLeave())
            {
                return;
            }

            // Whoever began has been served: a thread of the pool goes on for the others.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            if (_refusedAt != 0 && Stopwatch.GetElapsedTime(_refusedAt) < Lately)
            {
                await Task.Delay(FirstPause).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Erases what a process that has died did not come to.</summary>
    private async Task EraseLeftAsync()
    {
        try
        {
            await database.EraseAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SqliteException or SessionException or ObjectDisposedException)
        {
            // Nobody has asked for it. Whoever deletes next, or opens the database next, tries again.
        }
    }

    /// <summary>Leaves the queue, if nobody waits in it.</summary>
    private bool TryLeave()
    {
        var leaves = _queue.TryLeave(out var isLast);
        if (isLast)
        {
            Close();
        }

        return leaves;
    }

    /// <summary>Takes the write lock for those that wait.</summary>
    /// <returns>Whether it is taken; if not, nobody waits any more.</returns>
    private async ValueTask<bool> TryBeginAsync()
    {
        var pause = FirstPause;
        while (true)
        {
            if (FirstWaiting() is not { } first)
            {
                if (TryLeave())
                {
                    return false;
                }

                continue;
            }

            try
            {
                if (_link is not null && database.IsOutdated(_link))
                {
                    Close();
                }

                if (_link is null)
                {
                    _link = await database.OpenAsync(first.Wait, isWriter: true, CancellationToken.None).ConfigureAwait(false);
                    if (Erasure.IsPending(_link))
                    {
                        _ = EraseLeftAsync();
                    }
                }

                database.ThrowIfMoved(_link);
                if (_link.TryBeginWrite())
                {
                    return true;
                }
            }
            catch (Exception exception)
            {
                Close();
                FailAll(exception);
                continue;
            }

            _refusedAt = Stopwatch.GetTimestamp();
            await Task.Delay(pause < first.Wait.Left ? pause : first.Wait.Left).ConfigureAwait(false);
            pause = pause < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>The one that has waited longest, after those that gave up have been told.</summary>
    private SqliteWrite? FirstWaiting()
    {
        var first = _queue.First(out var overdue);
        foreach (var write in overdue)
        {
            write.Fail(SqliteFault.Locked(database.DataSource));
        }

        return first;
    }

    private void WriteBatch()
    {
        _queue.Take(_batch, MostAtOnce);
        try
        {
            if (TryWriteTogether() is { } failure)
            {
                WriteEach(failure);
            }
        }
        finally
        {
            _batch.Clear();
        }
    }

    /// <summary>Writes the batch in the transaction that has begun.</summary>
    /// <returns>What it failed with; then nothing of it is written.</returns>
    private Exception? TryWriteTogether()
    {
        var link = _link!;
        try
        {
            foreach (var write in _batch)
            {
                write.Run(link);
            }

            link.Commit();
            database.ThrowIfMoved(link);
            TruncateLogIfWanted(link);
        }
        catch (Exception exception)
        {
            return exception;
        }
        finally
        {
            TryRollback(link);
        }

        foreach (var write in _batch)
        {
            write.Complete();
        }

        return null;
    }

    private void TruncateLogIfWanted(SqliteLink link)
    {
        if (_isLogToTruncate && (_truncatedAt == 0 || Stopwatch.GetElapsedTime(_truncatedAt) > BetweenTruncations))
        {
            _truncatedAt = Stopwatch.GetTimestamp();
            _isLogToTruncate = !link.TryTruncateLog();
        }
    }

    private void WriteEach(Exception failure)
    {
        // The log has room on the disk, once what is in it is in the database.
        var hasMoreRoom = SqliteFault.IsOfFullDisk(failure) && _link?.TryTruncateLog() == true;
        if ((_batch.Count == 1 && !hasMoreRoom) || failure is SessionStoreException)
        {
            FailBatch(failure);
            return;
        }

        foreach (var write in _batch)
        {
            try
            {
                if (_link is not { } link || !link.TryBeginWrite())
                {
                    write.Fail(Explained(failure));
                    continue;
                }

                write.Run(link);
                link.Commit();
                write.Complete();
            }
            catch (Exception exception)
            {
                write.Fail(Explained(exception));
            }
            finally
            {
                TryRollback(_link);
            }
        }
    }

    private void FailBatch(Exception failure)
    {
        foreach (var write in _batch)
        {
            write.Fail(Explained(failure));
        }

        if (failure is SessionStoreException)
        {
            Close();
        }
    }

    private void FailAll(Exception failure)
    {
        _queue.Take(_batch, int.MaxValue);
        FailBatch(failure);
        _batch.Clear();
    }

    private Exception Explained(Exception exception) => SqliteFault.Name(database.DataSource, exception) ?? exception;

    private void TryRollback(SqliteLink? link)
    {
        try
        {
            link?.Rollback();
        }
        catch (SqliteException)
        {
            Close();
        }
    }

    private void Close()
    {
        _link?.Dispose();
        _link = null;
    }
}
