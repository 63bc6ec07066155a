using System.Text.Json;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Sessions.AgentFramework.Tests.Durable.Adversary;

/// <summary>State that several set at the same time, or through several objects.</summary>
public class SharedStateTests : AdversaryTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_is_lost_of_what_tools_of_parallel_runs_set(bool streamed)
    {
        const int Count = 200;
        AgentSession session = null!;
        var set = AIFunctionFactory.Create(
            (string name) =>
            {
                AIAgent.CurrentRunContext!.Session!.StateBag.SetValue($"run {name}", name);
                session.StateBag.SetValue($"caller {name}", name);
                session.GetService<Sessions.Agents.AgentSession>()!.State.SetJson($"state {name}", JsonDocument.Parse(name).RootElement);
            },
            "set");
        var agent = New(Calling("set", "name"), set);
        session = await agent.CreateSessionAsync();

        await Task.WhenAll(Enumerable.Range(0, Count).Select(i => Task.Run(() => RunAsync(agent, streamed, $"{i}", session))));

        var moved = await agent.DeserializeSessionAsync(await agent.SerializeSessionAsync(session));
        var state = moved.GetService<Sessions.Agents.AgentSession>()!.State.Keys.ToHashSet();
        Assert.All(Enumerable.Range(0, Count).SelectMany(i => new[] { $"run {i}", $"caller {i}", $"state {i}" }), key => Assert.Contains(key, state));
        Assert.Empty(state.Except(Enumerable.Range(0, Count).SelectMany(i => new[] { $"run {i}", $"caller {i}", $"state {i}" })));
    }

    [Fact]
    public async Task Nothing_is_lost_of_what_the_caller_sets_while_runs_go_on()
    {
        const int Count = 300;
        var agent = New(new ScriptedModel(request => ModelAnswer.Of("ok").After(async _ => await Task.Yield())));
        var session = await agent.CreateSessionAsync();

        var runs = Task.WhenAll(Enumerable.Range(0, Count).Select(i => Task.Run(() => agent.RunAsync($"{i}", session))));
        for (var i = 0; i < Count; i++)
        {
            session.StateBag.SetValue($"key {i}", $"{i}");
            await Task.Yield();
        }

        await runs;
        var moved = await agent.DeserializeSessionAsync(await agent.SerializeSessionAsync(session));
        Assert.All(Enumerable.Range(0, Count), i => Assert.Equal($"{i}", moved.StateBag.GetValue<string>($"key {i}")));
    }

    [Fact]
    public async Task Two_tools_at_the_same_time_set_one_key()
    {
        var set = AIFunctionFactory.Create(
            async (string name) =>
            {
                for (var i = 0; i < 200; i++)
                {
                    AIAgent.CurrentRunContext!.Session!.StateBag.SetValue("key", new Note { Text = name });
                    await Task.Yield();
                }
            },
            "set");
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "set", ("name", "one")).Call("c2", "set", ("name", "two")), ModelAnswer.Of("done"));
        var agent = new ChatClientAgent(model, new ChatClientAgentOptions { Name = "Guide", AllowConcurrentInvocation = true, ChatOptions = new ChatOptions { Tools = [set] } }).WithSessions(Store);
        var session = await agent.CreateSessionAsync();

        Assert.Equal("done", (await agent.RunAsync("go", session)).Messages[^1].Text);

        Assert.Contains(session.StateBag.GetValue<Note>("key")!.Text, new[] { "one", "two" });
    }

    [Fact]
    public async Task Session_objects_of_one_session_see_each_others_state()
    {
        var agent = New(new ScriptedModel());
        var (one, two) = (await agent.GetSessionAsync("alice"), await agent.GetSessionAsync("alice"));
        one.StateBag.SetValue("one", "1");
        two.StateBag.SetValue("two", "2");

        await agent.RunAsync("a", one);
        await agent.RunAsync("b", two);
        await agent.RunAsync("c", one);

        Assert.Equal(("1", "2"), (one.StateBag.GetValue<string>("one"), one.StateBag.GetValue<string>("two")));
        Assert.Equal(("1", "2"), (two.StateBag.GetValue<string>("one"), two.StateBag.GetValue<string>("two")));
    }

    private sealed class Note
    {
        public string Text { get; set; } = "";
    }
}
