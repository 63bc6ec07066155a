namespace Sessions;

/// <summary>The server was asked for something, and did not say what became of it: it may be done or not.</summary>
/// <param name="failure">What is said of it to whoever cannot find out.</param>
/// <param name="isLost">Whether the connection was lost, rather than the time over.</param>
internal sealed class UnansweredException(SessionStoreException failure, bool isLost) : Exception(failure.Message, failure)
{
    public SessionStoreException Failure => failure;

    public bool IsLost => isLost;
}
