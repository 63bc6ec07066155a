using System.Text;
using System.Text.Json;
using Sessions.Agents;

namespace Sessions.Testing;

/// <summary>A value as some version of the code has stored it, in a session.</summary>
internal static class StoredValue<T>
    where T : class, IAgentSessionState<T>
{
    private static readonly SessionKey Key = new("stored");

    /// <summary>Whether the value can be read, and read again once it is saved.</summary>
    public static async Task CheckAsync(int version, string json, Action<int, T>? check, CancellationToken token)
    {
        var store = new InMemorySessionStore();
        var head = new SessionHead { Key = Key, AgentId = "migrations", Revision = 1, CreatedAt = StoreData.Time, UpdatedAt = StoreData.Time };
        await store.CommitAsync(new SessionCommit { ExpectedRevision = null, Head = head, State = [new StateValue(T.StateKey, version, Encoding.UTF8.GetBytes(json))] }, token).ConfigureAwait(false);

        var agent = new ScriptedChatClient().AsAIAgent(new ChatClientAgentOptions { Name = "migrations", SessionStore = store });
        var session = await agent.GetSessionAsync(Key, cancellationToken: token).ConfigureAwait(false);
        var read = Read(session, $"version {version}");
        check?.Invoke(version, read);
        session.State.Set(read);
        await agent.SaveSessionAsync(session, token).ConfigureAwait(false);

        var stored = (await store.LoadAsync(Key, token).ConfigureAwait(false))!.State.Single();
        Check.Equal(T.StateVersion, stored.Version, $"the version of '{T.StateKey}' after version {version} was read and saved");
        var again = Read(await agent.GetSessionAsync(Key, cancellationToken: token).ConfigureAwait(false), $"version {version}, saved as version {T.StateVersion},");
        Check.Equal(ToJson(read), ToJson(again), $"the value of '{T.StateKey}' that was read of version {version}, and read again after it was saved");
    }

    private static T Read(AgentSession session, string what)
    {
        try
        {
            return session.State.TryGet<T>(out var value) ? value : throw new ConformanceException($"The value of '{T.StateKey}' of {what} is not there after it was read.");
        }
        catch (Exception exception) when (exception is not ConformanceException)
        {
            throw new ConformanceException($"The value of '{T.StateKey}' of {what} cannot be read: {exception.Message}", exception);
        }
    }

    private static string ToJson(T value) => JsonSerializer.Serialize(value, T.StateTypeInfo!);
}
