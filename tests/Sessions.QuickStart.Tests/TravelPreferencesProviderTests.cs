using Microsoft.Extensions.AI;
using QuickStart;
using Sessions.Agents;

namespace Sessions.QuickStart.Tests;

public sealed class TravelPreferencesProviderTests
{
    [Fact]
    public async Task Learns_from_the_user_and_tells_the_model_in_the_next_turn()
    {
        using var model = new FakeChatClient(_ => "Fine.");
        var agent = Agent(model);
        var session = await agent.CreateSessionAsync();

        await agent.RunAsync("My name is Alice and I love hiking.", session);
        await agent.RunAsync("I love Hiking and chess.", session);
        await agent.RunAsync("What next?", session);

        var known = session.GetTravelPreferences();
        Assert.Equal("Alice", known.UserName);
        Assert.Equal(["hiking", "chess"], known.Interests);
        Assert.Equal(
            ["Be kind.", "Be kind.\nThe user's name is Alice, and they love hiking.", "Be kind.\nThe user's name is Alice, and they love hiking, chess."],
            model.Options.Select(options => options?.Instructions));
    }

    [Theory]
    [InlineData("My name is Alice.", "Be kind.\nThe user's name is Alice.")]
    [InlineData("I love hiking.", "Be kind.\nThe user loves hiking.")]
    [InlineData("It rains.", "Be kind.")]
    public async Task Tells_no_more_than_it_knows(string statement, string instructions)
    {
        using var model = new FakeChatClient(_ => "Fine.");
        var agent = Agent(model);
        var session = await agent.CreateSessionAsync();

        await agent.RunAsync(statement, session);
        await agent.RunAsync("What next?", session);

        Assert.Equal(instructions, model.Options[^1]?.Instructions);
    }

    [Fact]
    public async Task Learns_nothing_from_a_turn_that_failed()
    {
        using var model = new FakeChatClient(_ => throw new HttpRequestException("down"));
        var agent = Agent(model);
        var session = await agent.CreateSessionAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => agent.RunAsync("My name is Alice.", session));

        Assert.Null(session.GetTravelPreferences().UserName);
    }

    [Fact]
    public async Task Works_without_a_session()
    {
        using var model = new FakeChatClient(_ => "Fine.");

        var response = await Agent(model).RunAsync("My name is Alice.");

        Assert.Empty(response.Issues);
    }

    private static ChatClientAgent Agent(IChatClient model) => model.AsAIAgent(new ChatClientAgentOptions
    {
        ChatOptions = new ChatOptions { Instructions = "Be kind." },
        ContextProviders = [new TravelPreferencesProvider()],
    });
}
