namespace Sessions.Tests.Turns.Keyed;

/// <summary>Work of a process that goes on only where it is let: a process that is killed is one that is not let go on any more.</summary>
internal sealed class HeldWork
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<(string Name, TaskCompletionSource Turn)> _held = [];
    private int _arrivals;

    /// <summary>What is waiting, in the order that it came.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            lock (_held)
            {
                return [.. _held.Select(held => held.Name)];
            }
        }
    }

    /// <summary>Waits until the work is let go on.</summary>
    public Task HoldAsync(string name)
    {
        // Goes on in the flow of whoever lets it, so that little of what happens is left to threads.
        var turn = new TaskCompletionSource();
        lock (_held)
        {
            _held.Add((name, turn));
            _arrivals++;
        }

        return turn.Task;
    }

    /// <summary>Lets work go on, once it is waiting.</summary>
    public async Task ReleaseAsync(string name)
    {
        var deadline = DateTime.UtcNow + Patience;
        while (!TryRelease(name))
        {
            Assert.True(DateTime.UtcNow < deadline, $"'{name}' does not come; there are: {string.Join(", ", Names)}.");
            await Task.Delay(1);
        }
    }

    /// <summary>Lets work go on, or fail, if it is waiting.</summary>
    public bool TryRelease(string name, Exception? failure = null)
    {
        TaskCompletionSource turn;
        lock (_held)
        {
            var index = _held.FindIndex(held => held.Name == name);
            if (index < 0)
            {
                return false;
            }

            turn = _held[index].Turn;
            _held.RemoveAt(index);
        }

        if (failure is null)
        {
            turn.SetResult();
        }
        else
        {
            turn.SetException(failure);
        }

        return true;
    }

    /// <summary>Waits until nothing new comes.</summary>
    public async Task SettleAsync(int milliseconds = 1)
    {
        int before;
        do
        {
            before = Volatile.Read(ref _arrivals);
            await Task.Delay(milliseconds);
        }
        while (before != Volatile.Read(ref _arrivals));
    }
}
