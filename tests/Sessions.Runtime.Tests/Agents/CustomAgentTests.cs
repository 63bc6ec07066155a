using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.Agents;

/// <summary>A kind of agent of the user's own is a class of theirs and a session type of theirs.</summary>
public class CustomAgentTests
{
    [Fact]
    public async Task A_kind_of_its_own_runs_with_sessions_of_its_own()
    {
        var agent = new UpperCaseAgent("shouter");
        var session = await agent.CreateSessionAsync("s");

        var answer = await agent.RunAsync("hello", session);
        var streamed = await agent.RunStreamingAsync("again", session).ToAgentResponseAsync();
        session.State.Set(new Notes { Text = "typed" });

        Assert.Equal(("HELLO", "AGAIN", 2), (answer.Text, streamed.Text, session.GetService<UpperCaseSession>()!.Runs));
        Assert.Equal("typed", session.State.Get<Notes>().Text);
        Assert.Equal(2, ((UpperCaseSession)await agent.DeserializeSessionAsync(await agent.SerializeSessionAsync(session))).Runs);
        await Assert.ThrowsAsync<NotSupportedException>(async () => await agent.DeleteSessionAsync(new SessionKey("s")));
    }

    [Fact]
    public async Task It_is_protected_as_every_agent_is()
    {
        var session = await new UpperCaseAgent("one").CreateSessionAsync();

        await Assert.ThrowsAsync<SessionMismatchException>(() => new UpperCaseAgent("two").RunAsync("hello", session));
        await Assert.ThrowsAsync<ArgumentException>(() => new UpperCaseAgent("one").RunAsync(" ", session));
    }

    [Fact]
    public async Task A_session_of_another_kind_is_refused_even_under_the_same_id()
    {
        using var client = new QueuedAnswerClient();
        var session = await new UpperCaseAgent("same").CreateSessionAsync("s");

        var error = await Assert.ThrowsAsync<ArgumentException>(() => client.AsAIAgent(name: "same").RunAsync("hello", session));

        Assert.StartsWith("Session 's' is a Sessions.Tests.Agents.CustomAgentTests+UpperCaseSession", error.Message, StringComparison.Ordinal);
    }

    private sealed class UpperCaseSession(SessionKey key, string agentId) : AgentSession(key, agentId, DateTimeOffset.UnixEpoch)
    {
        public int Runs { get; set; }
    }

    private sealed class UpperCaseAgent(string id) : AIAgent
    {
        public override string Id => id;

        protected override ValueTask<AgentSession> CreateSessionCoreAsync(SessionKey? key, CancellationToken cancellationToken) =>
            new(new UpperCaseSession(key ?? new SessionKey(Guid.NewGuid().ToString()), id));

        protected override ValueTask<AgentSession> GetSessionCoreAsync(SessionKey? key, string? serviceSessionId, CancellationToken cancellationToken) =>
            CreateSessionCoreAsync(key, cancellationToken);

        protected override Task<AgentResponse> RunCoreAsync(IReadOnlyList<ChatMessage> messages, AgentSession? session, AgentRunOptions? options, CancellationToken cancellationToken)
        {
            if (session is UpperCaseSession own)
            {
                own.Runs++;
            }

            var text = string.Concat(messages.Select(message => message.Text)).ToUpperInvariant();
            return Task.FromResult(new AgentResponse([new ChatMessage(ChatRole.Assistant, text)]) { AgentId = id });
        }

        protected override async IAsyncEnumerable<AgentResponseUpdate> RunStreamingCoreAsync(
            IReadOnlyList<ChatMessage> messages, AgentSession? session, AgentRunOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var response = await RunCoreAsync(messages, session, options, cancellationToken);
            yield return new AgentResponseUpdate { Role = ChatRole.Assistant, Contents = [new TextContent(response.Text)] };
        }

        protected override ValueTask SerializeSessionCoreAsync(AgentSession session, IBufferWriter<byte> destination, CancellationToken cancellationToken)
        {
            using var writer = new Utf8JsonWriter(destination);
            writer.WriteNumberValue(((UpperCaseSession)session).Runs);
            return default;
        }

        protected override ValueTask<AgentSession> DeserializeSessionCoreAsync(ReadOnlyMemory<byte> utf8Json, CancellationToken cancellationToken)
        {
            var reader = new Utf8JsonReader(utf8Json.Span);
            reader.Read();
            return new(new UpperCaseSession(new SessionKey("restored"), id) { Runs = reader.GetInt32() });
        }

        protected override ValueTask SaveSessionCoreAsync(AgentSession session, CancellationToken cancellationToken) => default;
    }
}
