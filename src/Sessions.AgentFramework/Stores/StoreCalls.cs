using System.Runtime.ExceptionServices;

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
            throw new SessionStoreException(MessageOf(operation, exception), exception);
        }
    }

    /// <summary>What is thrown of a failure: the caller's own cancellation, and what says by its type what happened, as they are.</summary>
    public static Exception Failure(string operation, Exception exception, CancellationToken cancellationToken)
    {
        if (IsToldAsItIs(exception, cancellationToken))
        {
            ExceptionDispatchInfo.Throw(exception);
        }

        return new SessionStoreException(MessageOf(operation, exception), exception);
    }

    private static bool IsToldAsItIs(Exception exception, CancellationToken cancellationToken) =>
        exception is SessionException || (exception is OperationCanceledException && cancellationToken.IsCancellationRequested);

    private static string MessageOf(string operation, Exception exception) => $"The session store could not {operation}: {exception.Message}";
}
