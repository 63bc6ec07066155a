namespace Sessions.Agents;

/// <summary>What ended a turn whose stream was left by its reader: providers find it, and nobody is thrown it.</summary>
internal sealed class StreamLeftException() : OperationCanceledException("The stream was left before it completed.");
