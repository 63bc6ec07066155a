using Microsoft.Extensions.AI;
using QuickStart;
using QuickStart.Models;
using Sessions.Agents;

namespace Sessions.QuickStart.Tests;

public sealed class TravelToolsTests
{
    [Fact]
    public async Task What_the_tools_set_is_told_to_the_model_in_the_next_turn()
    {
        using var model = new ScriptedModel(
            ModelAnswer.Nothing.Call("c1", "RememberName", ("name", "Alice")).Call("c2", "RememberInterest", ("interest", "hiking")),
            ModelAnswer.Of("Fine."),
            ModelAnswer.Nothing.Call("c3", "RememberInterest", ("interest", "Hiking")).Call("c4", "RememberInterest", ("interest", "chess")),
            ModelAnswer.Of("Fine."));
        var agent = Agent(model);
        var session = await agent.CreateSessionAsync();

        await agent.RunAsync("I am Alice, and I hike.", session);
        await agent.RunAsync("I hike a lot, and play chess.", session);
        await agent.RunAsync("What next?", session);

        var known = session.GetTravelPreferences();
        Assert.Equal("Alice", known.UserName);
        Assert.Equal(["hiking", "chess"], known.Interests);
        Assert.Equal(
            ["", "", "The user's name is Alice, and they love hiking.", "The user's name is Alice, and they love hiking.", "The user's name is Alice, and they love hiking, chess."],
            model.Log.Requests.Select(request => request.Options?.Instructions ?? ""));
    }

    [Fact]
    public async Task Nothing_is_learned_from_a_turn_that_failed()
    {
        using var model = new ScriptedModel(
            ModelAnswer.Nothing.Call("c1", "RememberName", ("name", "Alice")), ModelAnswer.Nothing.FailWith(new HttpRequestException("down")));
        var agent = Agent(model);
        var session = await agent.CreateSessionAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => agent.RunAsync("I am Alice.", session));

        Assert.Null(session.GetTravelPreferences().UserName);
    }

    [Fact]
    public async Task The_stand_in_calls_them_for_what_the_user_says()
    {
        var agent = Agent(new OfflineChatClient());
        var session = await agent.CreateSessionAsync();

        var response = await agent.RunAsync("My name is Alice, and I love hiking and chess.", session);
        await agent.RunAsync("What do I love?", session);

        Assert.Equal("I see: your name is Alice, and you love hiking and chess.", response.Messages[^1].Text);
        Assert.Empty(response.Issues);
        var known = session.GetTravelPreferences();
        Assert.Equal("Alice", known.UserName);
        Assert.Equal(["hiking", "chess"], known.Interests);
    }

    private static ChatClientAgent Agent(IChatClient model) => model.AsAIAgent(new ChatClientAgentOptions
    {
        ChatOptions = new ChatOptions { Tools = [.. TravelTools.All] },
        ContextProviders = [new TravelPreferencesProvider()],
    });
}
