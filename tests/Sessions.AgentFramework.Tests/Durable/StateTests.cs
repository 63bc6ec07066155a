using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Sessions.AgentFramework.Tests.Durable;

[AgentSessionState(Key = "likes")]
public sealed partial record Likes
{
    public string? Name { get; init; }

    public ImmutableArray<string> Things { get; init; } = [];
}

/// <summary>The same, as the code was before: a property had another name.</summary>
[AgentSessionState(Key = "renamed")]
public sealed partial record LikesBefore
{
    public string? Name { get; init; }

    public string? Town { get; init; }
}

[AgentSessionState(Key = "renamed", Version = 2, Accessor = "LikesAfter")]
public sealed partial record LikesAfter
{
    public string? UserName { get; init; }

    [StateMigration(From = 1)]
    private static void NameToUserName(JsonObject state)
    {
        state[nameof(UserName)] = state["Name"]?.DeepClone();
        state.Remove("Name");
    }
}

[AgentSessionState(Transient = true)]
public sealed partial class Scratch
{
    public List<string> Notes { get; } = [];
}

/// <summary>A plain class, which the framework's own methods write.</summary>
public sealed class Note
{
    public string? Text { get; set; }
}

/// <summary>State in sessions that a store keeps: it belongs to the turn, whichever session it is set through.</summary>
public class StateTests
{
    private static readonly SessionKey Key = new("acme", "alice-42");

    private readonly InMemorySessionStore _store = new();
    private AgentSession _callers = null!;

    public static TheoryData<string, bool> Ways => new(from way in new[] { "the tool's session", "the caller's session", "the tool's bag", "the caller's bag" } from fails in new[] { false, true } select (way, fails));

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task What_a_tool_sets_is_kept_or_dropped_with_its_turn(string way, bool fails)
    {
        var agent = New(fails, () =>
        {
            switch (way)
            {
                case "the tool's session":
                    AIAgent.CurrentRunContext!.Session!.UpdateLikes(likes => likes with { Things = likes.Things.Add("hiking") });
                    break;
                case "the caller's session":
                    _callers.UpdateLikes(likes => likes with { Things = likes.Things.Add("hiking") });
                    break;
                case "the tool's bag":
                    AIAgent.CurrentRunContext!.Session!.StateBag.SetValue("note", new Note { Text = "hiking" });
                    break;
                default:
                    _callers.StateBag.SetValue("note", new Note { Text = "hiking" });
                    break;
            }
        });
        _callers = await agent.GetSessionAsync(Key);
        _callers.SetLikes(new Likes { Name = "Alice" });

        if (fails)
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => agent.RunAsync("go", _callers));
        }
        else
        {
            await agent.RunAsync("go", _callers);
        }

        await agent.SaveSessionAsync(_callers);
        foreach (var session in new[] { _callers, await agent.GetSessionAsync(Key) })
        {
            Assert.Equal("Alice", session.GetLikes().Name);
            var things = way.EndsWith("bag", StringComparison.Ordinal)
                ? session.StateBag.GetValue<Note>("note") is { } note ? [note.Text!] : []
                : session.GetLikes().Things.ToArray();
            Assert.Equal(fails ? [] : ["hiking"], things);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Transient_state_belongs_to_the_turn_too(bool fails)
    {
        var agent = New(fails, () => AIAgent.CurrentRunContext!.Session!.SetScratch(new Scratch { Notes = { "seen" } }));
        _callers = await agent.GetSessionAsync(Key);

        await Record.ExceptionAsync(() => agent.RunAsync("go", _callers));

        Assert.Equal(fails ? [] : ["seen"], _callers.GetScratch().Notes);
        Assert.Empty((await agent.GetSessionAsync(Key)).GetScratch().Notes);
    }

    [Fact]
    public async Task What_is_set_between_turns_is_part_of_the_next_and_of_what_is_saved()
    {
        var agent = New(fails: false, () => { });
        var session = await agent.GetSessionAsync(Key);
        session.SetLikes(new Likes { Name = "Alice" });
        session.StateBag.SetValue("note", new Note { Text = "by hand" });
        await agent.RunAsync("go", session);

        var again = await agent.GetSessionAsync(Key);
        Assert.Equal(("Alice", "by hand"), (again.GetLikes().Name, again.StateBag.GetValue<Note>("note")!.Text));

        again.ClearLikes();
        again.StateBag.TryRemoveValue("note");
        _ = await agent.SerializeSessionAsync(again);

        var last = await agent.GetSessionAsync(Key);
        Assert.False(last.TryGetLikes(out _));
        Assert.Null(last.StateBag.GetValue<Note>("note"));
    }

    [Fact]
    public async Task The_frameworks_own_methods_and_ours_see_one_value()
    {
        Likes? seen = null;
        var agent = New(fails: false, () =>
        {
            var session = AIAgent.CurrentRunContext!.Session!;
            seen = session.StateBag.GetValue<Likes>("likes");
            session.StateBag.SetValue("likes", new Likes { Name = "Bob" });
            session.UpdateLikes(likes => likes with { Things = ["chess"] });
        });
        var session = await agent.GetSessionAsync(Key);
        session.SetLikes(new Likes { Name = "Alice" });
        Assert.Same(session.GetLikes(), session.StateBag.GetValue<Likes>("likes"));

        await agent.RunAsync("go", session);

        Assert.Equal("Alice", seen?.Name);
        Assert.Equal(("Bob", "chess"), (session.GetLikes().Name, session.GetLikes().Things[0]));
        Assert.Equal("Bob", (await agent.GetSessionAsync(Key)).StateBag.GetValue<Likes>("likes")?.Name);
    }

    [Fact]
    public async Task Updates_beside_a_turn_are_not_lost()
    {
        var (begun, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "set"), ModelAnswer.Of("done").After(async _ =>
        {
            begun.SetResult();
            await go.Task;
        }));
        var agent = new ChatClientAgent(model, name: "Guide", tools: [AIFunctionFactory.Create(
            () =>
            {
                AIAgent.CurrentRunContext!.Session!.UpdateLikes(likes => likes with { Things = likes.Things.Add("in the turn") });
                return "set";
            },
            "set")]).WithSessions(_store);
        var session = await agent.GetSessionAsync(Key);
        var running = agent.RunAsync("go", session);
        await begun.Task;

        Parallel.For(0, 100, i => session.UpdateLikes(likes => likes with { Things = likes.Things.Add($"{i}") }));
        Assert.DoesNotContain("in the turn", session.GetLikes().Things);
        go.SetResult();
        await running;
        await agent.SaveSessionAsync(session);

        Assert.Equal(101, (await agent.GetSessionAsync(Key)).GetLikes().Things.Length);
    }

    [Fact]
    public async Task What_has_no_JSON_form_is_found_before_the_model_is_asked()
    {
        var model = new ScriptedModel();
        var agent = new ChatClientAgent(model, name: "Guide").WithSessions(_store);
        var session = await agent.GetSessionAsync(Key);
        session.StateBag.SetValue("stream", new MemoryStream());

        await Assert.ThrowsAnyAsync<Exception>(() => agent.RunAsync("go", session));
        Assert.Empty(model.Log.Requests);
    }

    [Theory]
    [InlineData(".$version")]
    [InlineData("alone.$version")]
    [InlineData("note.$version")]
    public async Task A_key_that_looks_like_a_version_is_a_key(string key)
    {
        var agent = New(fails: false, () => { });
        var session = await agent.GetSessionAsync(Key);
        session.StateBag.SetValue("note", new Note { Text = "one" });
        session.StateBag.SetValue(key, new Note { Text = "two" });

        await agent.RunAsync("go", session);

        var again = await agent.GetSessionAsync(Key);
        Assert.Equal(("one", "two"), (again.StateBag.GetValue<Note>("note")!.Text, again.StateBag.GetValue<Note>(key)!.Text));
    }

    [Fact]
    public async Task Rewinding_takes_the_state_back()
    {
        var agent = New(fails: false, () => AIAgent.CurrentRunContext!.Session!.UpdateLikes(likes => likes with { Things = likes.Things.Add("more") }));
        var session = await agent.GetSessionAsync(Key);
        await agent.RunAsync("go", session);
        session.StateBag.SetValue("note", new Note { Text = "later" });
        await agent.SaveSessionAsync(session);
        await agent.RunAsync("go", session);

        await agent.RewindSessionAsync(session, 0);

        Assert.Empty(session.GetLikes().Things);
        Assert.Null(session.StateBag.GetValue<Note>("note"));
    }

    [Fact]
    public async Task The_key_is_the_sessions_own()
    {
        SessionKey? seen = null;
        var agent = New(fails: false, () => seen = AIAgent.CurrentRunContext!.Session!.GetSessionKey());
        var session = await agent.GetSessionAsync(Key);

        await agent.RunAsync("go", session);

        Assert.Equal((Key, Key), (seen, session.GetSessionKey()));
        Assert.Throws<InvalidOperationException>(() => session.SetSessionKey(new SessionKey("acme", "bob")));
    }

    [Fact]
    public async Task A_session_that_was_imported_has_its_state()
    {
        var plain = new ChatClientAgent(new ScriptedModel(), name: "Guide");
        var old = await plain.CreateSessionAsync();
        old.StateBag.SetValue("likes", new Likes { Name = "Alice", Things = ["hiking"] });
        old.StateBag.SetValue("note", new Note { Text = "by hand" });
        await plain.RunAsync("hello", old);
        var agent = plain.WithSessions(_store);

        var import = await agent.ImportAgentFrameworkSessionAsync(await plain.SerializeSessionAsync(old), Key);

        Assert.Equal((2, 1), (import.MessageCount, import.TurnCount));
        foreach (var session in new[] { import.Session, await agent.GetSessionAsync(Key) })
        {
            Assert.Equal(("Alice", "hiking", "by hand"), (session.GetLikes().Name, session.GetLikes().Things[0], session.StateBag.GetValue<Note>("note")!.Text));
        }

        await agent.RunAsync("again", import.Session);
        Assert.Equal(4, await agent.ReadMessagesAsync(import.Session).CountAsync());
        await Assert.ThrowsAsync<SessionExistsException>(async () => await agent.ImportAgentFrameworkSessionAsync(await plain.SerializeSessionAsync(old), Key));
    }

    /// <summary>An agent that calls a tool, and then answers or fails.</summary>
    private SessionsAgent New(bool fails, Action act)
    {
        var tool = AIFunctionFactory.Create(
            () =>
            {
                act();
                return "done";
            },
            "act");
        var model = new ScriptedModel(request => request.Messages[^1].Role == ChatRole.User ? ModelAnswer.Nothing.Call("c1", "act")
            : fails ? ModelAnswer.Nothing.FailWith(new HttpRequestException("The service is gone.")) : ModelAnswer.Of("done"));
        return new ChatClientAgent(model, name: "Guide", tools: [tool]).WithSessions(_store);
    }
}
