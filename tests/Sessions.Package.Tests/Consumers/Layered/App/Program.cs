using App;
using Microsoft.Extensions.AI;
using Sessions.Agents;
using Travel;

using IChatClient client = new SilentChatClient();
var session = await client.AsAIAgent(name: "guide").CreateSessionAsync();
session.SetTrip(new Trip { Goal = "Rome" });
session.SetMood(new Mood { Now = "merry" });
Console.WriteLine($"{session.GetTrip()} {session.GetMood()}");

internal sealed class SilentChatClient : IChatClient
{
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("Nothing is asked.");

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("Nothing is asked.");

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
