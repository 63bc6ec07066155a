using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.AgentFramework.Tests.Import;

/// <summary>What an import does where nothing may be looked up by reflection.</summary>
public class ImportWithoutReflectionTests
{
    [Fact]
    public async Task A_session_with_state_and_history_comes_over()
    {
        var theirs = new ScriptedModel(request => request.Number == 0 ? ModelAnswer.Nothing.Call("c1", "now") : ModelAnswer.Of("noon")).AsFrameworkAgent(new() { ChatOptions = new() { Tools = [new Clock()] } });
        var session = await theirs.CreateSessionAsync();
        session.SetVisits(new Visits { Count = 7, Nickname = "Al" });
        await theirs.RunAsync("one", session);
        var agent = new ScriptedModel().AsAIAgent(new ChatClientAgentOptions { Name = "Guide", SessionStore = new InMemorySessionStore() });

        var import = await agent.ImportAgentFrameworkSessionAsync(await theirs.SerializeSessionAsync(session), new SessionKey("a"));

        Assert.Equal(["user: one", "assistant: now#c1", "tool: #c1=12:00", "assistant: noon"], (await agent.ReadMessagesAsync(import.Session).ToListAsync()).Select(MessageText.Of));
        Assert.Equal(new Visits { Count = 7, Nickname = "Al" }, import.Session.GetVisits());
    }

    private sealed class Clock : AIFunction
    {
        public override string Name => "now";

        protected override ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken) => new("12:00");
    }
}
