using System.Text.Json;
using Sessions.Agents;

namespace Sessions.AgentFramework.Import;

/// <summary>Makes a session of an agent of ours of one that the framework's agent has serialized.</summary>
internal static class SessionImport
{
    public static async ValueTask<AgentFrameworkImport<AgentSession>> RunAsync(AIAgent agent, JsonElement serialized, SessionKey key, string? historyKey, CancellationToken cancellationToken)
    {
        var read = FrameworkSessionReader.Read(serialized, key, historyKey);
        var turns = ImportedTurn.PartsOf(read.Messages);
        var document = ImportedDocument.Write(read, turns, agent.Id, key, TimeProvider.System.GetUtcNow());
        var session = await RestoreAsync(agent, document, key, cancellationToken).ConfigureAwait(false);
        return new AgentFrameworkImport<AgentSession>(session, read.Messages.Count, turns.Count, [.. read.State.Keys], IssuesOf(read));
    }

    private static IReadOnlyList<AgentFrameworkImportIssue> IssuesOf(FrameworkSession read) => read is not { ServiceSessionId: not null, Messages.Count: > 0 } ? read.Issues :
    [
        .. read.Issues,
        new AgentFrameworkImportIssue("conversationId", $"The service keeps the history of this session, and the session has {read.Messages.Count} messages too. They are in its turns; the model is sent the service's."),
    ];

    private static async ValueTask<AgentSession> RestoreAsync(AIAgent agent, ReadOnlyMemory<byte> document, SessionKey key, CancellationToken cancellationToken)
    {
        var hasStore = await ThrowIfExistsAsync(agent, key, cancellationToken).ConfigureAwait(false);
        try
        {
            var session = await agent.DeserializeSessionAsync(document, cancellationToken).ConfigureAwait(false);
            if (hasStore)
            {
                await agent.SaveSessionAsync(session, cancellationToken).ConfigureAwait(false);
            }

            return session;
        }
        catch (SessionConflictException)
        {
            // Another import was faster.
            throw new SessionExistsException(key);
        }
    }

    /// <summary>Looks for the session in the agent's store.</summary>
    /// <returns>Whether there is a store.</returns>
    private static async ValueTask<bool> ThrowIfExistsAsync(AIAgent agent, SessionKey key, CancellationToken cancellationToken)
    {
        try
        {
            return await agent.FindSessionAsync(key, cancellationToken).ConfigureAwait(false) is null ? true : throw new SessionExistsException(key);
        }
        catch (NotSupportedException)
        {
            return false;
        }
    }
}
