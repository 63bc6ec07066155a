using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using Sessions.Agents;
using Sessions.Testing;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework.Tests.History;

/// <summary>Providers whose other half is generated, in runs of the framework's own agent.</summary>
public partial class GeneratedHistoryTests
{
    private static readonly IReadOnlyList<ConformanceCase> Cases = HistoryProviderConformance.Cases(() => Task.FromResult<HistoryProvider>(new ThroughProvider(Generated.ToHistoryProvider(new MemoryHistoryProvider()))));

    private readonly ScriptedModel _model = new(request => ModelAnswer.Of($"re {request.Messages[^1].Text}"));

    public static TheoryData<string> Names { get; } = [.. Cases.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public Task A_generated_provider(string name) => Cases.Single(one => one.Name == name).RunAsync(TestContext.Current.CancellationToken);

    [Fact]
    public async Task It_is_given_the_key()
    {
        var provider = new MemoryHistoryProvider();
        var agent = _model.AsFrameworkAgent(new() { ChatHistoryProvider = provider.AsChatHistoryProvider() });
        foreach (var key in new SessionKey[] { new("acme", "a"), new("acme", "a"), new("other", "a") })
        {
            var session = await agent.CreateSessionAsync();
            session.SetSessionKey(key);
            await agent.RunAsync("hi", session);
        }

        Assert.Equal([1, 3, 1], _model.Log.Requests.Select(request => request.Messages.Count));
        Assert.Equal(["memory"], provider.AsChatHistoryProvider().StateKeys);
    }

    [Fact]
    public async Task One_that_is_given_the_id_alone_refuses_a_tenant()
    {
        var agent = _model.AsFrameworkAgent(new() { ChatHistoryProvider = new ByIdHistoryProvider().AsChatHistoryProvider() });
        var session = await agent.CreateSessionAsync();
        session.SetSessionKey(new SessionKey("acme", "a"));

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => agent.RunAsync("hi", session));

        Assert.Contains("Take a SessionKey", failure.Message, StringComparison.Ordinal);
        Assert.Empty(_model.Log.Requests);
    }

    [HistoryProvider("memory")]
    internal sealed partial class MemoryHistoryProvider
    {
        private readonly ConcurrentDictionary<SessionKey, ChatMessage[]> _messages = [];

        public IReadOnlyList<ChatMessage> GetMessagesAsync(SessionKey session) => _messages.GetValueOrDefault(session, []);

        public Task SaveMessagesAsync(SessionKey session, IReadOnlyList<ChatMessage> messages)
        {
            _messages[session] = [.. GetMessagesAsync(session), .. messages];
            return Task.CompletedTask;
        }
    }

    [HistoryProvider("by-id")]
    internal sealed partial class ByIdHistoryProvider
    {
        private readonly ConcurrentDictionary<string, IReadOnlyList<ChatMessage>> _messages = [];

        public IReadOnlyList<ChatMessage> GetMessagesAsync(string sessionId) => _messages.GetValueOrDefault(sessionId, []);

        public Task SaveMessagesAsync(string sessionId, IReadOnlyList<ChatMessage> messages)
        {
            _messages[sessionId] = messages;
            return Task.CompletedTask;
        }
    }
}
