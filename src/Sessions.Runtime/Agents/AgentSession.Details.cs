using Sessions.Storage;

namespace Sessions.Agents;

// What the session is called, whose it is, and how long it lasts: changed without a turn, whatever turn is running.
public abstract partial class AgentSession
{
    private volatile SessionDetails _details = SessionDetails.None;

    // How often the details were changed through this object. What was read before a change is not to take its place.
    private int _detailsSeen;

    // Ends with the commit that brings the session into its store: until then it cannot be said whether the details go with it.
    private Task? _firstCommit;

    /// <summary>
    /// What the session is called, whose it is, and how long it lasts, as far as this object has seen.
    /// <see cref="AIAgent.UpdateDetailsAsync"/> changes it.
    /// </summary>
    public SessionDetails Details
    {
        get => _details;
        internal set => _details = value;
    }

    /// <summary>Changes the session's details: at once, whatever turn is running. A session that its store does not have yet keeps them for its first commit.</summary>
    internal async ValueTask UpdateDetailsAsync(Func<SessionDetails, SessionDetails> update, CancellationToken cancellationToken)
    {
        var before = Details;
        var after = SessionDetails.Checked(update(before) ?? throw new InvalidOperationException("The update of the details returned null; return new SessionDetails() to empty them."));
        var change = SessionDetailsUpdate.Between(before, after);
        if (change.Fields == SessionDetailsFields.None)
        {
            return;
        }

        while (!TryApplyBeforeFirstCommit(change, out var firstCommit))
        {
            if (firstCommit is null)
            {
                await UpdateStoredAsync(Store!, change, cancellationToken).ConfigureAwait(false);
                return;
            }

            await firstCommit.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask UpdateStoredAsync(SessionStore store, SessionDetailsUpdate change, CancellationToken cancellationToken)
    {
        if (!await store.UpdateDetailsAsync(Key, change, cancellationToken).ConfigureAwait(false))
        {
            throw new SessionConflictException(Key, StoredRevision ?? 0, actualRevision: null);
        }

        Apply(change);
    }

    /// <summary>Changes the details here alone, where the session's first commit has them from.</summary>
    /// <param name="change">The change.</param>
    /// <param name="firstCommit">That commit, if it is under way.</param>
    /// <returns>Whether that is all: not while the first commit is under way, and not after it.</returns>
    private bool TryApplyBeforeFirstCommit(SessionDetailsUpdate change, out Task? firstCommit)
    {
        lock (State.Lock)
        {
            firstCommit = _firstCommit;
            if (Store is not null && (StoredRevision is not null || firstCommit is not null))
            {
                return false;
            }

            Apply(change);
            return true;
        }
    }

    private void Apply(SessionDetailsUpdate change)
    {
        lock (State.Lock)
        {
            _details = change.ApplyTo(_details);
            _detailsSeen++;
        }
    }

    /// <summary>From now on, until it is disposed, changes of the details wait for the commit that brings the session into its store.</summary>
    private FirstCommit BeginFirstCommit()
    {
        var commit = new FirstCommit(this);
        lock (State.Lock)
        {
            _firstCommit = commit.Ended;
        }

        return commit;
    }

    /// <summary>Takes over the details that its store has, unless they were changed here since they were read.</summary>
    /// <param name="store">The store.</param>
    /// <param name="stored">What it has.</param>
    /// <param name="wasNew">Whether the session was new to this object, and its details were to go with the first commit, which others have made.</param>
    /// <param name="seen">What was seen of changes when they were read.</param>
    /// <param name="cancellationToken">Cancels the change.</param>
    private async ValueTask TakeDetailsAsync(SessionStore store, SessionDetails? stored, bool wasNew, int seen, CancellationToken cancellationToken)
    {
        SessionDetails own;
        lock (State.Lock)
        {
            own = _details;
            _details = seen == _detailsSeen ? stored ?? SessionDetails.None : own;
        }

        if (wasNew && !own.IsEmpty)
        {
            await UpdateStoredAsync(store, SessionDetailsUpdate.Between(SessionDetails.None, own), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The commit that brings a session into its store, while it is under way.</summary>
    private sealed class FirstCommit(AgentSession session) : IDisposable
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Ended => _ended.Task;

        public void Dispose()
        {
            lock (session.State.Lock)
            {
                session._firstCommit = null;
            }

            _ended.SetResult();
        }
    }
}
