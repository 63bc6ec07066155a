namespace Sessions.Testing;

/// <summary>An implementation does not do what it must. The message says what was expected, and what it did.</summary>
public sealed class ConformanceException : Exception
{
    /// <summary>Says what is not as it must be.</summary>
    /// <param name="message">What was expected, and what was done.</param>
    internal ConformanceException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is not as it must be.</summary>
    /// <param name="message">What was expected, and what was done.</param>
    /// <param name="innerException">What the implementation threw.</param>
    internal ConformanceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
