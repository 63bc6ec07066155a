using Microsoft.Extensions.AI;
using QuickStart;
using Sessions.Agents;

namespace Sessions.QuickStart.Tests;

public sealed class TravelPreferencesProviderTests
{
    [Theory]
    [InlineData("Alice", new[] { "hiking", "chess" }, "Be kind.\nThe user's name is Alice, and they love hiking, chess.")]
    [InlineData("Alice", new string[0], "Be kind.\nThe user's name is Alice.")]
    [InlineData(null, new[] { "hiking" }, "Be kind.\nThe user loves hiking.")]
    [InlineData(null, new string[0], "Be kind.")]
    public async Task Tells_no_more_than_it_knows(string? name, string[] interests, string instructions)
    {
        using var model = new FakeChatClient(_ => "Fine.");
        var agent = Agent(model);
        var session = await agent.CreateSessionAsync();
        session.SetTravelPreferences(new TravelPreferences { UserName = name, Interests = [.. interests] });

        await agent.RunAsync("What next?", session);

        Assert.Equal(instructions, model.Options[^1]?.Instructions);
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
