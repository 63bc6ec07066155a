using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Sessions.AgentFramework.Tests.Durable.Adversary;

/// <summary>What callers give a run.</summary>
public class RunArgumentTests : AdversaryTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_factory_that_throws_leaves_nothing(bool streamed)
    {
        var agent = New(new ScriptedModel(request => ModelAnswer.Of("ok")));
        var session = await agent.CreateSessionAsync();
        session.StateBag.SetValue("mine", "1");

        await Assert.ThrowsAsync<FormatException>(() => RunAsync(agent, streamed, "one", session, new ChatClientAgentRunOptions { ChatClientFactory = _ => throw new FormatException("No client.") }));
        Assert.Equal("1", session.StateBag.GetValue<string>("mine"));
        await RunAsync(agent, streamed, "two", session);

        Assert.Equal(["two", "ok"], await TextsAsync(agent, session));
        Assert.Equal("1", session.StateBag.GetValue<string>("mine"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Options_are_used_by_many_runs_at_once_and_stay_as_they_are(bool streamed)
    {
        var model = new ScriptedModel(request => ModelAnswer.Of(string.Join('|', request.Messages.Select(message => message.Text))).After(async _ => await Task.Yield()));
        var agent = New(model);
        var options = new ChatClientAgentRunOptions(new ChatOptions { Temperature = 0.5f, Instructions = "Be brief.", Tools = [AIFunctionFactory.Create(() => 1, "one")] })
        {
            ChatClientFactory = client => client,
            AdditionalProperties = new() { ["trace"] = "on" },
        };

        var said = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(async () =>
        {
            var session = await agent.CreateSessionAsync();
            await RunAsync(agent, streamed, $"{i}", session, options);
            return (await RunAsync(agent, streamed, "again", session, options)).Text;
        })));

        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i}|{i}|again"), said);
        Assert.Equal(("Be brief.", 1, 1), (options.ChatOptions!.Instructions, options.ChatOptions.Tools!.Count, options.AdditionalProperties!.Count));
    }

    [Fact]
    public async Task Null_is_refused()
    {
        var agent = New(new ScriptedModel());
        var session = await agent.CreateSessionAsync();

        await Assert.ThrowsAnyAsync<ArgumentException>(() => agent.RunAsync((string)null!, session));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => agent.RunAsync((ChatMessage)null!, session));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => agent.RunAsync((IEnumerable<ChatMessage>)null!, session));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => agent.RunAsync([null!], session));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await agent.RunStreamingAsync([null!], session).ToListAsync());
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await agent.SerializeSessionAsync(null!));
        await agent.RunAsync("end", session).WaitAsync(Patience);
        Assert.Equal(2, (await TextsAsync(agent, session)).Count);
    }
}
