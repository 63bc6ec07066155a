using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.Turns;

/// <summary>What an interrupted turn keeps is what was done, once and under its own name.</summary>
public class PartialTurnTests
{
    private static readonly AIFunction Pay = AIFunctionFactory.Create(() => "paid", "pay");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_approved_tool_that_ran_is_kept_under_the_id_of_its_call(bool streamed)
    {
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "pay"), ModelAnswer.Nothing.FailWith(new IOException("no network")));
        var (agent, session) = await BeginAsync(model, new ApprovalRequiredAIFunction(Pay), client => client);
        var asked = await agent.RunAsync("please pay", session);
        var request = asked.Messages.SelectMany(message => message.Contents).OfType<ToolApprovalRequestContent>().Single();
        var approval = new ChatMessage(ChatRole.User, [request.CreateResponse(approved: true)]);

        await Assert.ThrowsAsync<IOException>(() => streamed ? agent.RunStreamingAsync(approval, session).ToAgentResponseAsync() : agent.RunAsync(approval, session));

        Assert.Equal(["user: approved #c1", "assistant: pay#c1", "tool: #c1=paid"], (await SessionPicture.TakeAsync(agent, session)).Turns[^1].Messages);
        await agent.RunAsync("and now?", session);
        Assert.Equal(["user: please pay", "assistant: pay#c1", "tool: #c1=paid", "user: and now?"], model.Log.Last.Texts);
        Assert.Empty(model.Log.Problems);
    }

    [Fact]
    public async Task Steps_are_kept_once_when_a_client_around_the_one_that_invokes_functions_fails()
    {
        var model = new ScriptedModel(ModelAnswer.Of("let me pay").Call("c1", "pay"), ModelAnswer.Of("done"));
        var (agent, session) = await BeginAsync(model, Pay, client => new FailingAfterwards(client));

        await Assert.ThrowsAsync<IOException>(() => agent.RunAsync("please pay", session));

        Assert.Equal(
            ["user: please pay", "assistant: let me pay pay#c1", "tool: #c1=paid", "assistant: done"],
            (await SessionPicture.TakeAsync(agent, session)).Turns[^1].Messages);
    }

    [Fact]
    public async Task Calls_of_one_id_in_two_answers_keep_their_own_results()
    {
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "pay"), ModelAnswer.Nothing.Call("c1", "pay"), ModelAnswer.Nothing.FailWith(new IOException("no network")));
        var (agent, session) = await BeginAsync(model, Pay, client => client);

        await Assert.ThrowsAsync<IOException>(() => agent.RunAsync("pay twice", session));

        Assert.Equal(
            ["user: pay twice", "assistant: pay#c1", "tool: #c1=paid", "assistant: pay#c1", "tool: #c1=paid"],
            (await SessionPicture.TakeAsync(agent, session)).Turns[^1].Messages);
    }

    private static async Task<(ChatClientAgent Agent, AgentSession Session)> BeginAsync(ScriptedModel model, AITool tool, Func<IChatClient, IChatClient> around)
    {
        var agent = model.AsAIAgent(new ChatClientAgentOptions
        {
            Name = "A",
            ChatOptions = new ChatOptions { Tools = [tool] },
            ConfigureChatClient = client => around(new FunctionInvokingChatClient(client)),
            InterruptedTurns = InterruptedTurns.KeepPartial,
        });
        return (agent, await agent.CreateSessionAsync());
    }

    private sealed class FailingAfterwards(IChatClient innerClient) : DelegatingChatClient(innerClient)
    {
        public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            await base.GetResponseAsync(messages, options, cancellationToken);
            throw new IOException("no network");
        }
    }
}
