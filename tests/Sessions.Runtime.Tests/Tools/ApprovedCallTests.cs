using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.Tools;

/// <summary>What is said of an approved call whose turn left nothing, or little, is what is known of it.</summary>
public class ApprovedCallTests
{
    public enum Ending
    {
        /// <summary>The tool returned, and the model failed.</summary>
        Returned,

        /// <summary>The tool failed, and then the model.</summary>
        Failed,

        /// <summary>The caller cancelled while the tool ran.</summary>
        Cancelled,

        /// <summary>The turn failed before the tool was begun.</summary>
        NotBegun,
    }

    public static TheoryData<Ending, InterruptedTurns, bool, bool, bool> Cases { get; } = new(
        from ending in Enum.GetValues<Ending>()
        from kept in Enum.GetValues<InterruptedTurns>()
        from stored in new[] { false, true }
        from keyed in new[] { false, true }
        from streamed in new[] { false, true }
        select (ending, kept, stored, keyed, streamed));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_later_request_says_what_is_known(Ending ending, InterruptedTurns kept, bool stored, bool keyed, bool streamed)
    {
        using var caller = new CancellationTokenSource();
        var runs = 0;
        var tool = new ApprovalRequiredAIFunction(AIFunctionFactory.Create(Pay, "pay"));
        var isDown = true;
        var model = new ScriptedModel(request => request.Number == 0 ? ModelAnswer.Nothing.Call("c1", "pay")
            : isDown ? ModelAnswer.Nothing.FailWith(new HttpRequestException("down")) : ModelAnswer.Of("well"));
        var store = stored ? new InMemorySessionStore() : null;
        var agent = Create();
        var session = await agent.GetSessionAsync("s");
        var asked = (await agent.RunAsync(streamed, "pay", session)).Messages.SelectMany(message => message.Contents).OfType<ToolApprovalRequestContent>().Single();
        var options = new AgentRunOptions { TurnKey = keyed ? "key" : null, InterruptedTurns = kept };
        await Assert.ThrowsAnyAsync<Exception>(() => agent.RunAsync(streamed, new ChatMessage(ChatRole.User, [asked.CreateResponse(approved: true)]), session, options, caller.Token));
        isDown = false;
        if (stored)
        {
            agent = Create();
            session = await agent.GetSessionAsync("s");
        }

        var response = await agent.RunAsync(streamed, "are you there?", session);
        await agent.RunAsync(streamed, "and now?", session);

        Assert.Equal(ending == Ending.NotBegun ? 0 : 1, runs);
        Assert.Empty(response.Issues);
        var said = Said(model.Log.Requests[^2]);
        Assert.Equal(said, Said(model.Log.Requests[^1]));
        switch (ending)
        {
            case Ending.Returned when kept != InterruptedTurns.KeepInput:
                Assert.Equal("paid", said);
                break;
            case Ending.Failed when kept != InterruptedTurns.KeepInput:
                Assert.Equal("Error: Function failed.", said);
                break;
            case Ending.NotBegun when kept == InterruptedTurns.Discard:
                Assert.Contains("was not called", said, StringComparison.Ordinal);
                break;
            default:
                Assert.Contains("is not known", said, StringComparison.Ordinal);
                break;
        }

        ChatClientAgent Create() => model.AsAIAgent(new ChatClientAgentOptions
        {
            Name = "A",
            SessionStore = store,
            ChatOptions = new ChatOptions { Tools = [tool] },
            ContextProviders = [new Hook("fails", turn => ThrowIf(ending == Ending.NotBegun && turn.InputMessages.Any(message => message.Contents.Any(content => content is ToolApprovalResponseContent))))],
        });

        string Pay(CancellationToken cancellationToken)
        {
            runs++;
            if (ending == Ending.Cancelled)
            {
                caller.Cancel();
                cancellationToken.ThrowIfCancellationRequested();
            }

            return ending == Ending.Failed ? throw new IOException("no") : "paid";
        }
    }

    private static void ThrowIf(bool fails)
    {
        if (fails)
        {
            throw new IOException("a provider failed");
        }
    }

    private static string Said(Sessions.TestKit.ModelRequest request) =>
        Assert.Single(request.Messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>()).Result!.ToString()!;
}
