using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Sessions.AgentFramework.Tests.Durable.Adversary;

/// <summary>Sessions that somebody works on while they run, or has deleted.</summary>
public class SessionInUseTests : AdversaryTests
{
    [Theory]
    [InlineData("serialize")]
    [InlineData("save")]
    [InlineData("fork")]
    [InlineData("rewind")]
    [InlineData("delete")]
    [InlineData("read")]
    [InlineData("details")]
    public async Task A_tool_that_works_on_its_own_session_does_not_stop_it(string what)
    {
        SessionsAgent agent = null!;
        AgentSession session = null!;
        Exception? refused = null;
        var work = AIFunctionFactory.Create(
            async (string text) =>
            {
                session.StateBag.SetValue("key", text);
                refused = await Record.ExceptionAsync(() => DoAsync(agent, session, what).WaitAsync(Patience));
                return "did";
            },
            "work");
        agent = New(Calling("work", "text"), work);
        session = await agent.GetSessionAsync("alice");
        await agent.RunAsync("zero", session);

        var failed = await Record.ExceptionAsync(() => agent.RunAsync("one", session).WaitAsync(Patience));

        Assert.IsNotType<TimeoutException>(refused);
        Assert.IsNotType<TimeoutException>(failed);
        Assert.True(failed is null || what is "delete" or "rewind", $"{what}: {failed}");
        await (await agent.FindSessionAsync(new SessionKey("alice")) is { } there ? agent.RunAsync("end", there) : Task.CompletedTask).WaitAsync(Patience);
        if (failed is null)
        {
            Assert.Equal("one", (await agent.GetSessionAsync("alice")).StateBag.GetValue<string>("key"));
        }
    }

    [Theory]
    [InlineData("serialize")]
    [InlineData("fork")]
    [InlineData("read")]
    [InlineData("details")]
    public async Task A_reader_that_works_on_the_session_of_its_stream_does_not_stop_it(string what)
    {
        var (agent, session) = await NewSettingAsync();
        await agent.RunAsync("zero", session);

        await foreach (var update in agent.RunStreamingAsync("one", session))
        {
            await DoAsync(agent, session, what).WaitAsync(Patience);
        }

        var again = await agent.GetSessionAsync("alice");
        Assert.Equal(("one", "one"), (again.StateBag.GetValue<string>("caller"), again.StateBag.GetValue<string>("run")));
        Assert.Equal(8, (await TextsAsync(agent, again)).Count);
    }

    [Fact]
    public async Task A_session_that_was_deleted_is_not_brought_back()
    {
        var agent = New(new ScriptedModel());
        var session = await agent.GetSessionAsync("alice");
        await agent.RunAsync("one", session);
        await agent.DeleteSessionAsync(new SessionKey("alice"));
        session.StateBag.SetValue("key", "value");

        await Assert.ThrowsAsync<SessionConflictException>(() => agent.RunAsync("two", session));
        await Assert.ThrowsAsync<SessionConflictException>(async () => await agent.SerializeSessionAsync(session));

        var again = await agent.GetSessionAsync("alice");
        Assert.Null(again.StateBag.GetValue<string>("key"));
        await agent.RunAsync("new", again);
        Assert.Equal(2, (await TextsAsync(agent, again)).Count);
    }

    private static async Task DoAsync(SessionsAgent agent, AgentSession session, string what)
    {
        switch (what)
        {
            case "serialize":
                await agent.SerializeSessionAsync(session);
                break;
            case "save":
                await agent.SaveSessionAsync(session);
                break;
            case "fork":
                await agent.ForkSessionAsync(session);
                break;
            case "rewind":
                await agent.RewindSessionAsync(session, 0);
                break;
            case "delete":
                await agent.DeleteSessionAsync(new SessionKey("alice"));
                break;
            case "details":
                await agent.UpdateDetailsAsync(session, details => details with { Title = "A title" });
                break;
            default:
                await agent.ReadMessagesAsync(session).ToListAsync();
                break;
        }
    }
}
