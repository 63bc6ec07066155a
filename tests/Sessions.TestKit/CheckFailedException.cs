namespace Sessions.TestKit;

/// <summary>Something is not as a test needs it to be. The message says all: where it was thrown tells nothing more.</summary>
public sealed class CheckFailedException(string message) : Exception(message);
