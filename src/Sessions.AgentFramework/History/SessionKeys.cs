using System.Text.Json;
using Sessions.AgentFramework.State;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework;

/// <summary>Where the key of a session of the framework is: in the session itself, or in its state bag.</summary>
internal static class SessionKeys
{
    /// <summary>The key's place in the state bag.</summary>
    public const string BagKey = "sessions.key";

    public static void Set(Framework.AgentSession session, SessionKey key)
    {
        if (FindOwn(session) is not { } own)
        {
            session.StateBag.SetValue(BagKey, new SessionKeyInBag(key.Tenant, key.Id), SessionKeyInBag.JsonOptions);
        }
        else if (own != key)
        {
            throw new InvalidOperationException($"The session is '{own}', and cannot be '{key}' too. Ask its agent for session '{key}'.");
        }
    }

    public static SessionKey? Find(Framework.AgentSession session) => FindOwn(session) ?? InBag(session.StateBag);

    /// <summary>The key that a session of ours has by itself.</summary>
    public static SessionKey? FindOwn(Framework.AgentSession session) =>
        (session.GetService<Sessions.Agents.AgentSession>() ?? BagState.FindSession(session.StateBag))?.Key;

    private static SessionKey? InBag(Framework.AgentSessionStateBag bag)
    {
        try
        {
            return bag.GetValue<SessionKeyInBag>(BagKey, SessionKeyInBag.JsonOptions) is { } stored ? ToKey(stored) : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw NoKey(exception);
        }
    }

    private static SessionKey ToKey(SessionKeyInBag stored) =>
        SessionKey.TryCreate(stored.Tenant, stored.Id, out var key) ? key : throw NoKey(null);

    private static SessionFormatException NoKey(Exception? exception) => new(
        $"What the session's state bag has under '{BagKey}' is no session key. It is unchanged. The key is put there by SetSessionKey, and by nothing else.", exception);
}
