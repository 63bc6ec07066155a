using Microsoft.Extensions.AI;
using Sessions;

namespace Lists;

[HistoryProvider("list")]
public sealed partial class ListHistory
{
    private readonly Dictionary<SessionKey, List<ChatMessage>> _messages = [];

    public Task<IReadOnlyList<ChatMessage>> GetMessagesAsync(SessionKey session)
    {
        if (!_messages.TryGetValue(session, out var list))
        {
            list = _messages[session] = [];
        }

        return Task.FromResult<IReadOnlyList<ChatMessage>>(list); // misuse: SESS109
    }

    public Task SaveMessagesAsync(SessionKey session, IReadOnlyList<ChatMessage> messages)
    {
        _messages[session].AddRange(messages);
        return Task.CompletedTask;
    }
}
