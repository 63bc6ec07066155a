namespace Sessions.AgentFramework;

/// <summary>A session that was taken over from Microsoft Agent Framework, and what became of the parts of the other.</summary>
/// <typeparam name="TSession">The kind of the session.</typeparam>
public sealed class AgentFrameworkImport<TSession>
    where TSession : class
{
    internal AgentFrameworkImport(TSession session, int messageCount, int turnCount, IReadOnlyList<string> stateKeys, IReadOnlyList<AgentFrameworkImportIssue> issues)
    {
        Session = session;
        MessageCount = messageCount;
        TurnCount = turnCount;
        StateKeys = stateKeys;
        Issues = issues;
    }

    /// <summary>The session.</summary>
    public TSession Session { get; }

    /// <summary>How many messages there were: all of them are in the session.</summary>
    public int MessageCount { get; }

    /// <summary>How many turns they have become.</summary>
    public int TurnCount { get; }

    /// <summary>The keys of the state that was taken over.</summary>
    public IReadOnlyList<string> StateKeys { get; }

    /// <summary>What had no place in the session, or has another meaning there; nothing of most.</summary>
    public IReadOnlyList<AgentFrameworkImportIssue> Issues { get; }

    /// <summary>The same of another session.</summary>
    internal AgentFrameworkImport<TOther> With<TOther>(TOther session)
        where TOther : class => new(session, MessageCount, TurnCount, StateKeys, Issues);
}
