namespace QuickStart;

/// <summary>The command line or the environment asks for something that cannot be; the message says what and how to mend it.</summary>
public sealed class UsageException(string message) : Exception(message);
