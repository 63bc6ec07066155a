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

    private readonly LinkedList<SqliteWrite> _waiting = new();
    private readonly List<SqliteWrite> _batch = [];
    private SqliteLink? _link;
    private bool _isBusy;
    private bool _isDisposed;

    // A process that has died may have left in the log what it had erased.
    private volatile bool _isLogToTruncate = true;
    private long _truncatedAt;
    private long _refusedAt;

    public ValueTask<T> WriteAsync<T>(Func<SqliteLink, T> statements, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var write = new SqliteWrite<T>(statements, database.NewWait());
        bool leads;
        lock (_waiting)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(SqliteSessionStore));
            _waiting.AddLast(write);
            (leads, _isBusy) = (!_isBusy, true);
        }

        write.CancelWith(cancellationToken);
        if (leads)
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
        lock (_waiting)
        {
            if (_isBusy || _isDisposed || _link is not { } link || database.IsOutdated(link))
            {
                return null;
            }

            _isBusy = true;
            return link;
        }
    }

    /// <summary>Gives the connection back. What has begun to wait meanwhile is written.</summary>
    /// <param name="isGood">Whether it can be used again.</param>
    public void Return(bool isGood)
    {
        if (!isGood)
        {
            Close();
        }

        if (!IsQueueEmpty())
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
        lock (_waiting)
        {
            _isDisposed = true;
            if (_isBusy)
            {
                // Whoever writes closes the connection.
                return;
            }
        }

        Close();
    }

    private async Task DrainAsync()
    {
        while (await TryBeginAsync().ConfigureAwait(false))
        {
            WriteBatch();
            if (IsQueueEmpty())
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

    /// <summary>Whether nobody waits; then nobody writes any more either.</summary>
    private bool IsQueueEmpty()
    {
        lock (_waiting)
        {
            _isBusy = _waiting.Count > 0;
            if (!_isBusy && _isDisposed)
            {
                Close();
            }

            return !_isBusy;
        }
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
                if (IsQueueEmpty())
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

    /// <summary>The one that has waited longest, after those that gave up have been taken out.</summary>
    private SqliteWrite? FirstWaiting()
    {
        List<SqliteWrite>? over = null;
        SqliteWrite? first;
        lock (_waiting)
        {
            for (var node = _waiting.First; node is not null;)
            {
                var next = node.Next;
                if (node.Value.IsCancelled)
                {
                    _waiting.Remove(node);
                }
                else if (node.Value.Wait.IsOver && node.Value.HasBeenRefused)
                {
                    (over ??= []).Add(node.Value);
                    _waiting.Remove(node);
                }
                else
                {
                    node.Value.HasBeenRefused = true;
                }

                node = next;
            }

            first = _waiting.First?.Value;
        }

        over?.ForEach(write => write.Fail(SqliteFault.Locked(database.DataSource)));
        return first;
    }

    private void WriteBatch()
    {
        lock (_waiting)
        {
            while (_waiting.First is { } node && _batch.Count < MostAtOnce)
            {
                _waiting.RemoveFirst();
                if (node.Value.TryTake())
                {
                    _batch.Add(node.Value);
                }
            }
        }

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
        List<SqliteWrite> failed;
        lock (_waiting)
        {
            failed = [.. _waiting];
            _waiting.Clear();
        }

        failed.ForEach(write => write.Fail(Explained(failure)));
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
