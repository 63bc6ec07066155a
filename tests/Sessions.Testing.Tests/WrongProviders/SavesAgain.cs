namespace Sessions.Testing.Tests;

/// <summary>Adds what it is given, whether it has been given it before or not.</summary>
internal sealed class SavesAgain : ListHistoryProvider;
