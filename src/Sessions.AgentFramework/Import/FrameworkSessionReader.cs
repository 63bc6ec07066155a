using System.Text.Json;
using Microsoft.Extensions.AI;
using Sessions.AgentFramework.History;
using Sessions.AgentFramework.State;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework.Import;

/// <summary>Reads what the framework's <c>ChatClientAgent</c> has serialized, in 1.x and in the previews before its state bag.</summary>
internal sealed class FrameworkSessionReader
{
    private const string ConversationId = "conversationId";
    private const string StateBag = "stateBag";

    // The previews had one history provider, and its state beside the id.
    private const string ProviderState = "chatHistoryProviderState";
    private const string EarlierProviderState = "storeState";
    private const string ContextProviderState = "aiContextProviderState";

    // What the framework puts in the place of an id where it keeps the history itself, after each call of the model.
    private const string NoConversationId = "_agent_local_chat_history";

    private readonly string _historyKey;
    private readonly List<ChatMessage> _messages = [];
    private readonly SortedDictionary<string, (JsonElement, int)> _state = new(StringComparer.Ordinal);
    private readonly List<AgentFrameworkImportIssue> _issues = [];
    private string? _serviceSessionId;
    private SessionKey _key;
    private string _at = "";

    private FrameworkSessionReader(string? historyKey) => _historyKey = historyKey ?? nameof(Framework.InMemoryChatHistoryProvider);

    /// <summary>Reads a session.</summary>
    /// <param name="serialized">What was serialized.</param>
    /// <param name="key">The key that it is to have.</param>
    /// <param name="historyKey">What the messages are under in the state bag; the framework's own by default.</param>
    /// <exception cref="SessionFormatException">It is no session of that agent, or damaged.</exception>
    public static FrameworkSession Read(JsonElement serialized, SessionKey key, string? historyKey)
    {
        var reader = new FrameworkSessionReader(historyKey) { _key = key };
        try
        {
            return reader.Read(serialized);
        }
        catch (Exception exception) when (exception is not (SessionException or OutOfMemoryException))
        {
            // A parser, a converter or a content's constructor: reading touches nothing but the JSON, so what they throw is said of it.
            throw Damaged(reader._at, exception);
        }
    }

    /// <summary>Reports damage.</summary>
    /// <param name="path">Where it is; empty for the whole.</param>
    /// <param name="exception">What reading threw.</param>
    public static SessionFormatException Damaged(string path, Exception exception) => new(
        $"The session of Microsoft Agent Framework cannot be read{(path.Length == 0 ? "" : $" at '{path}'")}: {exception.Message} What was given is unchanged, and nothing was imported.", exception);

    private FrameworkSession Read(JsonElement serialized)
    {
        ThrowIfForeign(serialized);
        foreach (var member in serialized.EnumerateObject())
        {
            _at = member.Name;
            ReadMember(member.Name, member.Value);
        }

        return new FrameworkSession(_serviceSessionId, _messages, _state, _issues);
    }

    private static void ThrowIfForeign(JsonElement serialized)
    {
        if (serialized.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException($"It is {(serialized.ValueKind == JsonValueKind.Undefined ? "an undefined JsonElement" : $"a JSON {serialized.ValueKind}")}, and a session is an object.");
        }

        if (serialized.TryGetProperty("session", out _))
        {
            throw new JsonException("It is a session of one of our agents. Give its member 'session' to the agent's DeserializeSessionAsync.");
        }

        string[] members = [ConversationId, StateBag, ProviderState, EarlierProviderState];
        if (!Array.Exists(members, name => serialized.TryGetProperty(name, out _)))
        {
            throw new JsonException("It has neither 'conversationId' nor 'stateBag'. Give it what SerializeSessionAsync of the framework's ChatClientAgent has returned.");
        }
    }

    private void ReadMember(string name, JsonElement value)
    {
        switch (name)
        {
            case ConversationId: _serviceSessionId = ReadConversationId(value); break;
            case StateBag: ReadBag(value); break;
            case ProviderState or EarlierProviderState: ReadHistory(value); break;
            case ContextProviderState when value.ValueKind == JsonValueKind.Null: break;
            case ContextProviderState: Note("The state of a context provider of a preview has no key, and was left out."); break;
            default: Note("It is no part of a session that is known, and was left out."); break;
        }
    }

    private static string? ReadConversationId(JsonElement value) => value.GetString() is { } id && !string.IsNullOrWhiteSpace(id) && id != NoConversationId ? id : null;

    private void ReadBag(JsonElement bag)
    {
        if (bag.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        foreach (var value in bag.EnumerateObject())
        {
            _at = $"{StateBag}.{value.Name}";
            ReadValue(bag, value.Name, value.Value);
        }
    }

    private void ReadValue(JsonElement bag, string key, JsonElement value)
    {
        if (string.Equals(key, _historyKey, StringComparison.Ordinal))
        {
            ReadHistory(value);
        }
        else if (string.Equals(key, SessionKeys.BagKey, StringComparison.Ordinal))
        {
            ReadKey(value);
        }
        else if (value.ValueKind != JsonValueKind.Null && !StateBagJson.IsVersion(bag, key))
        {
            _state[key] = (value, VersionOf(bag, key));
        }
    }

    private void ReadHistory(JsonElement history)
    {
        if (history.ValueKind == JsonValueKind.Null || !history.TryGetProperty("messages", out var messages) || messages.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        // Of a member that is there twice, the last counts.
        _messages.Clear();
        var at = _at;
        foreach (var message in messages.EnumerateArray())
        {
            _at = $"{at}.messages[{_messages.Count}]";
            _messages.Add(ReadMessage(message));
        }
    }

    private static ChatMessage ReadMessage(JsonElement json)
    {
        var message = json.Deserialize(SessionJson.ChatMessage) ?? throw new JsonException("A message is null.");
        return message.Contents.Contains(null!) ? throw new JsonException("A content of the message is null.") : MessageSource.Unmarked(message);
    }

    private void ReadKey(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty("tenant", out var tenant) || !value.TryGetProperty("id", out var id)
            || !SessionKey.TryCreate(tenant.GetString(), id.GetString(), out var key))
        {
            Note("It is no session key, and was left out.");
        }
        else if (key != _key)
        {
            Note($"The session had the key '{key}', and has '{_key}' now.");
        }
    }

    /// <summary>The version of a value of ours; 0 of one that the framework wrote. It may have written any of the first version: it leaves that beside what it has read and changed.</summary>
    private static int VersionOf(JsonElement bag, string key) => StateBagJson.VersionOf(bag, key) is var version and > 1 ? version : 0;

    private void Note(string message) => _issues.Add(new AgentFrameworkImportIssue(_at, message));
}
