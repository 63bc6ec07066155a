using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Testing;

public sealed class FakeModel(params string[] answers) : IChatClient
{
    private int _next;

    public List<ChatMessage[]> Requests { get; } = [];

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Requests.Add([.. messages]);
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, answers[_next++])));
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}

public static class FakeModelUse
{
    public static async Task<int> SecondRequestAsync()
    {
        var model = new FakeModel("one", "two");
        var agent = model.AsAIAgent(name: "Fake");
        var session = await agent.CreateSessionAsync();
        await agent.RunAsync("a", session);
        await agent.RunAsync("b", session);
        return model.Requests[1].Length;
    }
}
