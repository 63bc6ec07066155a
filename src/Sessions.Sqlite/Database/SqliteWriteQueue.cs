namespace Sessions;

/// <summary>What waits to be written to a database. One at a time is inside: it writes for all that wait, or reads.</summary>
/// <remarks>Safe for use by several threads.</remarks>
internal sealed class SqliteWriteQueue
{
    private readonly LinkedList<SqliteWrite> _waiting = new();
    private bool _isBusy;
    private bool _isClosed;

    /// <summary>Adds what is to be written.</summary>
    /// <returns>Whether nobody was inside: the caller is, and writes.</returns>
    /// <exception cref="ObjectDisposedException">The queue is closed.</exception>
    public bool Add(SqliteWrite write)
    {
        lock (_waiting)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(SqliteSessionStore));
            _waiting.AddLast(write);
            return TryEnter();
        }
    }

    /// <summary>Goes inside, if nobody is.</summary>
    public bool TryEnter()
    {
        lock (_waiting)
        {
            var enters = !_isBusy && !_isClosed;
            _isBusy |= enters;
            return enters;
        }
    }

    /// <summary>Goes out, if nobody waits to be written.</summary>
    /// <param name="isLast">Whether nobody will come inside again, since the queue has been closed.</param>
    public bool TryLeave(out bool isLast)
    {
        lock (_waiting)
        {
            _isBusy = _waiting.Count > 0;
            isLast = !_isBusy && _isClosed;
            return !_isBusy;
        }
    }

    /// <summary>Takes nothing more. What waits is written still.</summary>
    /// <returns>Whether nobody is inside.</returns>
    public bool Close()
    {
        lock (_waiting)
        {
            _isClosed = true;
            return !_isBusy;
        }
    }

    /// <summary>The one that has waited longest. Those that were cancelled are out.</summary>
    /// <param name="overdue">Those that have tried for the lock as long as they may; they are out too.</param>
    public SqliteWrite? First(out IReadOnlyList<SqliteWrite> overdue)
    {
        List<SqliteWrite>? over = null;
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

            overdue = over ?? (IReadOnlyList<SqliteWrite>)[];
            return _waiting.First?.Value;
        }
    }

    /// <summary>Takes so many out, those that have waited longest; from here on they are not cancelled.</summary>
    public void Take(List<SqliteWrite> batch, int most)
    {
        lock (_waiting)
        {
            while (_waiting.First is { } node && batch.Count < most)
            {
                _waiting.RemoveFirst();
                if (node.Value.TryTake())
                {
                    batch.Add(node.Value);
                }
            }
        }
    }
}
