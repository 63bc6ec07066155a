using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Sessions.AgentFramework.Tests.Durable.Adversary;

/// <summary>State that cannot be kept, or is not to be.</summary>
public class OddStateTests : AdversaryTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_failed_run_drops_what_it_set_and_not_what_was_there(bool streamed, bool cancelled)
    {
        using var cancellation = new CancellationTokenSource();
        AgentSession session = null!;
        var set = AIFunctionFactory.Create(
            () =>
            {
                AIAgent.CurrentRunContext!.Session!.StateBag.SetValue("theirs", "dropped");
                AIAgent.CurrentRunContext!.Session!.StateBag.SetValue("there", "dropped");
                AIAgent.CurrentRunContext!.Session!.StateBag.TryRemoveValue("kept");
                session.StateBag.SetValue("mine", "dropped");
            },
            "set");
        var model = new ScriptedModel(request => request.Number switch
        {
            0 => ModelAnswer.Nothing.Call("c1", "set"),
            1 when cancelled => ModelAnswer.Of("never").After(async token =>
            {
                await cancellation.CancelAsync();
                token.ThrowIfCancellationRequested();
            }),
            1 => ModelAnswer.Nothing.FailWith(new FormatException("It is down.")),
            _ => ModelAnswer.Of("ok"),
        });
        var agent = New(model, set);
        session = await agent.CreateSessionAsync();
        session.StateBag.SetValue("there", "before");
        session.StateBag.SetValue("kept", "before");

        Assert.NotNull(await Record.ExceptionAsync(async () => _ = streamed
            ? await agent.RunStreamingAsync("one", session, cancellationToken: cancellation.Token).ToAgentResponseAsync()
            : await agent.RunAsync("one", session, cancellationToken: cancellation.Token)));
        await RunAsync(agent, streamed, "two", session);

        foreach (var bag in new[] { session.StateBag, (await agent.DeserializeSessionAsync(await agent.SerializeSessionAsync(session))).StateBag })
        {
            Assert.Equal((null, "before", "before", null), (bag.GetValue<string>("theirs"), bag.GetValue<string>("there"), bag.GetValue<string>("kept"), bag.GetValue<string>("mine")));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_value_without_a_JSON_form_does_not_cost_the_answer(bool streamed)
    {
        var set = AIFunctionFactory.Create(() => AIAgent.CurrentRunContext!.Session!.StateBag.SetValue("odd", new Odd()), "set");
        var agent = New(new ScriptedModel(request => request.Messages[^1].Text == "set" ? ModelAnswer.Nothing.Call("c1", "set") : ModelAnswer.Of("ok")), set);
        var session = await agent.CreateSessionAsync();
        session.StateBag.SetValue("mine", "1");
        await RunAsync(agent, streamed, "one", session);

        var thrown = await Record.ExceptionAsync(async () => Assert.Equal("ok", (await RunAsync(agent, streamed, "set", session)).Messages[^1].Text));

        Assert.True(thrown is null or SessionException { Response: not null }, $"{thrown}");
        await RunAsync(agent, streamed, "two", session);
        Assert.Equal("1", (await agent.DeserializeSessionAsync(await agent.SerializeSessionAsync(session))).StateBag.GetValue<string>("mine"));
    }

    [Fact]
    public async Task A_value_of_the_caller_without_a_JSON_form_is_named_and_can_be_taken_away()
    {
        var model = new ScriptedModel();
        var agent = New(model);
        var session = await agent.CreateSessionAsync();
        session.StateBag.SetValue("odd", new Odd());

        Assert.NotNull(await Record.ExceptionAsync(() => agent.RunAsync("one", session)));
        Assert.Empty(model.Log.Requests);
        Assert.True(session.StateBag.TryRemoveValue("odd"));

        await agent.RunAsync("two", session);
        Assert.Equal(["two", "answer 1"], await TextsAsync(agent, session));
    }

    [Fact]
    public async Task Keys_of_any_shape_are_kept()
    {
        string[] keys = ["a", "A", "a.b", "$version", "a b", "ü", "\u0000", "\ud83d\ude00", "\"", "agentFramework.session2", "__proto__", new string('k', 300)];
        var agent = New(new ScriptedModel());
        var session = await agent.CreateSessionAsync();
        foreach (var key in keys)
        {
            session.StateBag.SetValue(key, $"value of {key}");
        }

        await agent.RunAsync("one", session);
        var moved = await agent.DeserializeSessionAsync(await agent.SerializeSessionAsync(session));

        Assert.All(keys, key => Assert.Equal($"value of {key}", moved.StateBag.GetValue<string>(key)));
    }

    private sealed class Odd
    {
        public Odd() => Self = this;

        public Odd Self { get; }
    }
}
