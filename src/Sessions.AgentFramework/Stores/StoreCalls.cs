namespace Sessions.AgentFramework.Stores;

/// <summary>Calls a store so that its own exceptions reach callers as <see cref="SessionStoreException"/>, with the operation named.</summary>
internal static class StoreCalls
{
    public static async ValueTask<T> RunAsync<T>(Func<ValueTask<T>> call, string operation, CancellationToken cancellationToken)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception exception) when (!IsToldAsItIs(exception, cancellationToken))
        {
            throw new SessionStoreException($"The session store could not {operation}: {exception.Message}", exception);
        }
    }

    // The caller's own cancellation, and what says by its type what happened.
    private static bool IsToldAsItIs(Exception exception, CancellationToken cancellationToken) =>
        exception is SessionException || (exception is OperationCanceledException && cancellationToken.IsCancellationRequested);
}
