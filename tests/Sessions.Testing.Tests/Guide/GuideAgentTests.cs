using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Testing.Tests.Guide;

public class GuideAgentTests
{
    [Fact]
    public async Task The_guide_asks_for_the_weather()
    {
        var client = new ScriptedChatClient(
            ScriptedAnswer.Call("weather", ("city", "Rome")),
            ScriptedAnswer.Of("It is sunny in Rome."));
        AIAgent agent = client.AsAIAgent(name: "Guide", tools: [AIFunctionFactory.Create((string city) => "sunny", "weather")]);

        AgentResponse response = await agent.RunAsync("How is the weather in Rome?");

        Assert.Equal("It is sunny in Rome.", response.Text);
        Assert.Equal("tool: = sunny", client.Requests[1].Texts[^1]);
    }

    [Fact]
    public async Task A_turn_that_breaks_off_leaves_the_session_as_it_was()
    {
        var client = new ScriptedChatClient(
            ScriptedAnswer.Of("Once upon a time").Failing(new IOException("The line is dead."), afterUpdates: 2),
            ScriptedAnswer.Of("Hello."));
        AIAgent agent = client.AsAIAgent(new ChatClientAgentOptions { Name = "Guide", SessionStore = new InMemorySessionStore() });
        AgentSession session = await agent.GetSessionAsync("alice-42");

        await Assert.ThrowsAsync<IOException>(async () =>
        {
            await foreach (AgentResponseUpdate update in agent.RunStreamingAsync("Tell me a story", session))
            {
            }
        });
        await agent.RunAsync("Hi", session);

        Assert.Equal(["user: Hi"], client.Requests[1].Texts);
    }

    [Fact]
    public async Task Two_requests_of_one_session_wait_for_each_other()
    {
        var release = new TaskCompletionSource();
        var client = new ScriptedChatClient(request => ScriptedAnswer.Of($"answer {request.Number}").After(_ => release.Task));
        AIAgent agent = client.AsAIAgent(name: "Guide");
        AgentSession session = await agent.CreateSessionAsync();

        Task<AgentResponse> first = agent.RunAsync("one", session);
        Task<AgentResponse> second = agent.RunAsync("two", session);
        release.SetResult();

        Assert.Equal(("answer 1", "answer 2"), ((await first).Text, (await second).Text));
        Assert.Equal(["user: one", "assistant: answer 1", "user: two"], client.Requests[1].Texts);
    }
}
