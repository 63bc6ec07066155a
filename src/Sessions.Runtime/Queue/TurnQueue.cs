using Sessions.Agents;

namespace Sessions;

/// <summary>
/// Lets one turn of a session run at a time, in the order in which they came: of the entries with one name, one runs and the others
/// wait.
/// </summary>
/// <remarks>
/// It is the one table of the process: two stores on one file, or two decorators of one store, are the same place, and only a table
/// above them all can know that. It holds nothing of a session without a turn.
/// </remarks>
internal static class TurnQueue
{
    private static readonly Dictionary<TurnQueueName, TurnQueueEntry> Running = [];

    /// <summary>How many entries run.</summary>
    public static int Count
    {
        get
        {
            lock (Running)
            {
                return Running.Count;
            }
        }
    }

    /// <summary>The sessions of a tenant of which a turn runs.</summary>
    public static IReadOnlyList<TurnQueueName> NamesOf(object location, string tenant)
    {
        lock (Running)
        {
            return [.. Running.Keys.Where(name => name.IsOf(location, tenant))];
        }
    }

    /// <summary>Lets an entry run now, or lines it up behind the one that runs.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="mode">What it does while another one runs.</param>
    /// <param name="interrupted">The entry that is to make room for this one.</param>
    /// <returns>Whether it runs.</returns>
    /// <exception cref="InvalidOperationException">The caller is inside the very turn that runs, or inside one that it waits for.</exception>
    /// <exception cref="SessionBusyException">A turn runs, and the entry is not to wait.</exception>
    public static bool TryRun(TurnQueueEntry entry, ConcurrentTurns mode, out TurnQueueEntry? interrupted)
    {
        interrupted = null;
        lock (Running)
        {
            if (Running.TryAdd(entry.Name, entry))
            {
                return true;
            }

            var running = Running[entry.Name];
            ThrowIfCircle(entry, running);

            // Runs with one key wait for one another, whatever else they are told.
            var waits = mode == ConcurrentTurns.Queue || entry.HasKeyOf(running) || running.Waiting.Any(entry.HasKeyOf);
            if (!waits && mode == ConcurrentTurns.Reject)
            {
                throw new SessionBusyException(entry.Name.Session);
            }

            if (!waits)
            {
                interrupted = running;
                running.TurnAwayWaiting();
            }

            running.LineUp(entry);
            return false;
        }
    }

    /// <summary>Refuses an entry that would wait for a turn inside which it is called, be it through any number of others.</summary>
    private static void ThrowIfCircle(TurnQueueEntry entry, TurnQueueEntry running)
    {
        if (StateScope.Entered is not { } caller)
        {
            return;
        }

        var seen = new HashSet<TurnQueueEntry> { running };
        var next = new Queue<TurnQueueEntry>(seen);
        while (next.TryDequeue(out var blocking))
        {
            if (blocking.Scope is not { } scope)
            {
                continue;
            }

            if (scope.Contains(caller))
            {
                throw new InvalidOperationException(blocking == running
                    ? $"{entry.Name} is in use by a turn, and this call was made inside it, by one of its tools or providers: it would wait for itself. Use another, or none."
                    : $"{entry.Name} is in use by a turn that waits for {blocking.Name}, and this call was made inside a turn of that one, by one of its tools or providers: the two would wait for each other for ever. Use another, or none.");
            }

            foreach (var other in Running.Values)
            {
                if (other.Waiting.Any(waiting => waiting.IsWaiting && scope.Contains(waiting.Caller)) && seen.Add(other))
                {
                    next.Enqueue(other);
                }
            }
        }
    }

    /// <summary>Ends the run of an entry, and lets the next one run. One that waits is passed over when its turn comes.</summary>
    public static void Leave(TurnQueueEntry entry)
    {
        lock (Running)
        {
            if (!Running.TryGetValue(entry.Name, out var running) || running != entry)
            {
                return;
            }

            if (entry.LetNextRun() is { } next)
            {
                Running[entry.Name] = next;
            }
            else
            {
                Running.Remove(entry.Name);
            }
        }
    }
}
