using System.ComponentModel;
using System.Text.Json;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Sessions.AgentFramework.Tests.Behaviour;

/// <summary>Runs: what they are given, what of it reaches the model, and what comes back.</summary>
public class RunBehaviourTests : BehaviourTests
{
    private static readonly DateTimeOffset Created = new(2026, 5, 4, 3, 2, 1, TimeSpan.Zero);

    [Description("A place to go.")]
    private sealed record Place(string Name, int Height);

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task A_run_takes_a_text_a_message_several_or_none(bool wrapped)
    {
        var model = Echo();
        var agent = New(model, wrapped, tools: []);
        var session = await agent.CreateSessionAsync();

        await agent.RunAsync("one", session);
        await agent.RunAsync(new ChatMessage(ChatRole.User, "two"), session);
        await agent.RunAsync([new ChatMessage(ChatRole.User, "three"), new ChatMessage(ChatRole.User, "four")], session);
        await agent.RunAsync(session);

        Assert.Equal(["one", "re one", "two", "re two", "three", "four", "re four"], Texts(model.Log.Last));
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task A_stream_takes_a_text_a_message_several_or_none(bool wrapped)
    {
        var model = Echo();
        var agent = New(model, wrapped, tools: []);
        var session = await agent.CreateSessionAsync();

        await agent.RunStreamingAsync("one", session).ToListAsync();
        await agent.RunStreamingAsync(new ChatMessage(ChatRole.User, "two"), session).ToListAsync();
        await agent.RunStreamingAsync([new ChatMessage(ChatRole.User, "three"), new ChatMessage(ChatRole.User, "four")], session).ToListAsync();
        await agent.RunStreamingAsync(session).ToListAsync();

        Assert.Equal(["one", "re one", "two", "re two", "three", "four", "re four"], Texts(model.Log.Last));
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_run_without_messages_and_without_a_session_asks_the_model(bool wrapped, bool streamed)
    {
        var model = new ScriptedModel(ModelAnswer.Of("hello"));
        var agent = New(model, wrapped, tools: []);

        Assert.Equal("hello", (await RunAsync(agent, streamed, [])).Text);
        Assert.Empty(model.Log.Last.Messages);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task Messages_are_enumerated_once(bool wrapped, bool streamed)
    {
        var enumerated = 0;
        IEnumerable<ChatMessage> Lazy()
        {
            enumerated++;
            yield return new ChatMessage(ChatRole.User, $"{enumerated}");
        }

        var model = Echo();
        var agent = New(model, wrapped, tools: []);
        var session = await agent.CreateSessionAsync();
        var response = streamed ? await agent.RunStreamingAsync(Lazy(), session).ToAgentResponseAsync() : await agent.RunAsync(Lazy(), session);

        Assert.Equal(("re 1", 1), (response.Text, enumerated));
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task Options_of_the_agent_and_of_the_run_reach_the_model(bool wrapped, bool streamed)
    {
        var model = Echo();
        var agent = Wrap(
            new ChatClientAgent(model, new ChatClientAgentOptions
            {
                Name = "Guide",
                ChatOptions = new ChatOptions { Instructions = "Be kind.", Temperature = 0.1f, TopP = 0.5f, MaxOutputTokens = 7, ModelId = "small", StopSequences = ["stop"] },
            }),
            wrapped);
        var session = await agent.CreateSessionAsync();
        ChatOptions options = new() { Instructions = "Be brief.", Temperature = 0.9f, ModelId = "large", Seed = 3, AdditionalProperties = new() { ["trace"] = "on" } };

        await RunAsync(agent, streamed, "one", session, new ChatClientAgentRunOptions(options));
        await RunAsync(agent, streamed, "two", session);

        var (first, second) = (model.Log.Requests[0].Options!, model.Log.Requests[1].Options!);
        Assert.Equal(("Be kind.\nBe brief.", 0.9f, 0.5f, 7, "large", 3L), (first.Instructions, first.Temperature, first.TopP, first.MaxOutputTokens, first.ModelId, first.Seed));
        Assert.Equal(["stop"], first.StopSequences!);
        Assert.Equal("on", first.AdditionalProperties!["trace"]);
        Assert.Equal(("Be kind.", 0.1f, "small", null), (second.Instructions, second.Temperature, second.ModelId, second.Seed));
        Assert.Equal(("Be brief.", 0.9f, 1), (options.Instructions, options.Temperature, options.AdditionalProperties.Count));
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task Properties_of_a_run_reach_the_model(bool wrapped, bool streamed)
    {
        var model = Echo();
        var agent = New(model, wrapped, tools: []);
        var options = new AgentRunOptions { AdditionalProperties = new() { ["user"] = "alice" } };

        await RunAsync(agent, streamed, "one", await agent.CreateSessionAsync(), options);

        Assert.Equal("alice", model.Log.Last.Options!.AdditionalProperties!["user"]);
        Assert.Equal(["user"], model.Log.Last.Options!.AdditionalProperties!.Keys);
        Assert.Single(options.AdditionalProperties);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_format_is_asked_for(bool wrapped, bool streamed)
    {
        var model = new ScriptedModel(ModelAnswer.Of("{}"), ModelAnswer.Of("{}"));
        var agent = New(model, wrapped, tools: []);
        var session = await agent.CreateSessionAsync();

        await RunAsync(agent, streamed, "one", session, new AgentRunOptions { ResponseFormat = ChatResponseFormat.Json });
        await RunAsync(agent, streamed, "two", session, new ChatClientAgentRunOptions(new ChatOptions { ResponseFormat = ChatResponseFormat.Json }));

        Assert.All(model.Log.Requests, request => Assert.IsType<ChatResponseFormatJson>(request.Options!.ResponseFormat));
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task An_answer_is_read_as_an_object(bool wrapped)
    {
        var model = new ScriptedModel(ModelAnswer.Of("""{"Name":"Säntis","Height":2502}"""), ModelAnswer.Of("""{"Name":"Tödi","Height":3613}"""), ModelAnswer.Of("""{"data":[1,2]}"""));
        var agent = New(model, wrapped, tools: []);
        var session = await agent.CreateSessionAsync();

        var first = await agent.RunAsync<Place>("Where to?", session);
        var second = await agent.RunAsync<Place>([new ChatMessage(ChatRole.User, "And then?")], session, JsonSerializerOptions.Web);
        var third = await agent.RunAsync<int[]>("How far?", session);

        Assert.Equal((new Place("Säntis", 2502), new Place("Tödi", 3613)), (first.Result, second.Result));
        Assert.Equal([1, 2], third.Result);
        Assert.Contains("height", Assert.IsType<ChatResponseFormatJson>(model.Log.Requests[0].Options!.ResponseFormat).Schema!.Value.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(5, model.Log.Last.Messages.Count);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_response_says_all_that_the_model_said(bool wrapped, bool streamed)
    {
        var model = new ScriptedModel(ModelAnswer.Nothing.Think("hm").Say("hello there").Using(3, 4));
        var client = model.AsBuilder().Use(
            async (messages, options, inner, cancellationToken) =>
            {
                var response = await inner.GetResponseAsync(messages, options, cancellationToken);
                (response.CreatedAt, response.AdditionalProperties) = (Created, new() { ["route"] = "west" });
                response.Messages[0].AdditionalProperties = new() { ["mood"] = "good" };
                return response;
            },
            (messages, options, inner, cancellationToken) => inner.GetStreamingResponseAsync(messages, options, cancellationToken).Select(update =>
            {
                (update.CreatedAt, update.AdditionalProperties) = (Created, new() { ["route"] = "west" });
                return update;
            })).Build();
        var agent = New(client, wrapped, tools: []);

        var response = await RunAsync(agent, streamed, "hi", await agent.CreateSessionAsync());

        Assert.Equal(("hello there", "hello there"), (response.Text, response.ToString()));
        Assert.Equal((agent.Id, "answer-0", ChatFinishReason.Stop, Created), (response.AgentId, response.ResponseId, response.FinishReason, response.CreatedAt));
        Assert.Equal((3L, 4L, 7L), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.TotalTokenCount));
        var message = Assert.Single(response.Messages);
        Assert.Equal((ChatRole.Assistant, "Guide", "answer-0"), (message.Role, message.AuthorName, message.MessageId));
        Assert.Equal("hm", Assert.Single(Contents<TextReasoningContent>(response)).Text);
        Assert.Equal(streamed ? null : "good", message.AdditionalProperties?.GetValueOrDefault("mood"));
        Assert.Equal(streamed ? null : "west", response.AdditionalProperties?["route"]);
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public void An_agent_is_what_it_was(bool wrapped)
    {
        var model = Echo();
        var inner = new ChatClientAgent(model, new ChatClientAgentOptions { Id = "guide-1", Name = "Guide", Description = "Knows the way.", ChatOptions = new ChatOptions { Temperature = 0.3f } });
        var agent = Wrap(inner, wrapped);

        Assert.Equal(("guide-1", "Guide", "Knows the way."), (agent.Id, agent.Name, agent.Description));
        Assert.Same(inner, agent.GetService<ChatClientAgent>());
        Assert.Same(model, agent.GetService<ScriptedModel>());
        Assert.NotNull(agent.GetService<IChatClient>());
        Assert.NotNull(agent.GetService<FunctionInvokingChatClient>());
        Assert.NotNull(agent.GetService<AIAgentMetadata>());
        Assert.Equal(0.3f, agent.GetService<ChatOptions>()!.Temperature);
        Assert.Equal("guide-1", agent.GetService<ChatClientAgentOptions>()!.Id);
        Assert.Same(agent, agent.GetService<AIAgent>());
        Assert.Null(agent.GetService<ChatClientAgent>("a key"));
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task A_session_has_services(bool wrapped)
    {
        var agent = New(Echo(), wrapped, tools: []);
        var session = await agent.CreateSessionAsync();

        Assert.Same(session, session.GetService<AgentSession>());
        Assert.Null(session.GetService<IChatClient>());
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_failing_model_fails_the_run_and_the_session_goes_on(bool wrapped, bool streamed)
    {
        var model = new ScriptedModel(ModelAnswer.Of("re one"), ModelAnswer.Nothing.FailWith(new InvalidOperationException("It is down.")), ModelAnswer.Of("re three"));
        var agent = New(model, wrapped, tools: []);
        var session = await agent.CreateSessionAsync();
        await RunAsync(agent, streamed, "one", session);

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(agent, streamed, "two", session));
        Assert.Equal("It is down.", failure.Message);
        await RunAsync(agent, streamed, "three", session);

        Assert.Equal(["one", "re one", "three"], Texts(model.Log.Last));
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_run_is_cancelled(bool wrapped, bool streamed)
    {
        using var cancellation = new CancellationTokenSource();
        var model = new ScriptedModel(ModelAnswer.Of("never").After(async token =>
        {
            await cancellation.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
        }));
        var agent = New(model, wrapped, tools: []);
        var session = await agent.CreateSessionAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => _ = streamed
            ? await agent.RunStreamingAsync("one", session, cancellationToken: cancellation.Token).ToAgentResponseAsync()
            : await agent.RunAsync("one", session, cancellationToken: cancellation.Token));
        await RunAsync(agent, streamed, "two", session);

        Assert.Equal(["two"], Texts(model.Log.Last));
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_client_is_made_for_one_run(bool wrapped, bool streamed)
    {
        var (model, other) = (Echo(), new ScriptedModel(ModelAnswer.Of("from another")));
        var agent = New(model, wrapped, tools: []);
        var session = await agent.CreateSessionAsync();

        var first = await RunAsync(agent, streamed, "one", session, new ChatClientAgentRunOptions { ChatClientFactory = _ => other });
        var second = await RunAsync(agent, streamed, "two", session);

        Assert.Equal(("from another", "re two"), (first.Text, second.Text));
        Assert.Equal(["one", "from another", "two"], Texts(model.Log.Last));
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_conversation_of_the_service_is_its_sessions(bool wrapped, bool streamed)
    {
        var model = new ScriptedModel(ModelAnswer.Of("one").In("conv-1"), ModelAnswer.Of("two").In("conv-1"));
        var inner = new ChatClientAgent(model, name: "Guide");
        var agent = Wrap(inner, wrapped);
        var session = agent is SessionsAgent durable ? await durable.GetSessionAsync("alice", serviceSessionId: "conv-1") : await inner.CreateSessionAsync("conv-1");

        await RunAsync(agent, streamed, "1", session);
        await RunAsync(agent, streamed, "2", await MoveAsync(agent, agent, session));

        Assert.All(model.Log.Requests, request => Assert.Equal("conv-1", request.Options!.ConversationId));
        Assert.Equal(["2"], Texts(model.Log.Last));
    }
}
