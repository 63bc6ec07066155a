using System.Collections.Concurrent;

namespace Sessions;

/// <summary>
/// The queues of everything that turns wait for, while somebody is in one. It is the one table of the process: two stores on one
/// file, or two decorators of one store, are the same place, and only a table above them all can know that.
/// </summary>
internal static class TurnQueues
{
    private static readonly ConcurrentDictionary<TurnQueueName, TurnQueue> Queues = new();

    /// <summary>How many queues somebody is in.</summary>
    public static int Count => Queues.Count;

    /// <summary>Takes a queue into use, for one entry to join it.</summary>
    public static TurnQueue Rent(TurnQueueName name)
    {
        while (true)
        {
            var queue = Queues.GetOrAdd(name, static name => new TurnQueue(name));
            if (queue.TryRent())
            {
                return queue;
            }

            // Its last user is about to remove it.
            Queues.TryRemove(new(name, queue));
        }
    }

    /// <summary>Forgets a queue that nobody uses any more.</summary>
    public static void Remove(TurnQueueName name, TurnQueue queue) => Queues.TryRemove(new(name, queue));
}
