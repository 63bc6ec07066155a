using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Sessions.AgentFramework.Tests.Behaviour;

/// <summary>Sessions: what is remembered in them, and how they are kept.</summary>
public class SessionBehaviourTests : BehaviourTests
{
    private sealed record Trip(string City, int Days);

    private sealed class Notes
    {
        public List<string> Lines { get; set; } = [];
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task Several_turns_are_remembered(bool wrapped, bool streamed)
    {
        var model = Echo();
        var agent = New(model, wrapped, tools: []);
        var session = await agent.CreateSessionAsync();

        await RunAsync(agent, streamed, "one", session);
        await RunAsync(agent, streamed, "two", session);
        await RunAsync(agent, streamed, "three", session);

        Assert.Equal(["one", "re one", "two", "re two", "three"], Texts(model.Log.Last));
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task Runs_with_and_without_a_stream_share_a_session(bool wrapped, bool streamed)
    {
        var model = Echo();
        var agent = New(model, wrapped, tools: []);
        var session = await agent.CreateSessionAsync();

        await RunAsync(agent, streamed, "one", session);
        await RunAsync(agent, !streamed, "two", session);

        Assert.Equal(["one", "re one", "two"], Texts(model.Log.Last));
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task Sessions_know_nothing_of_one_another(bool wrapped, bool streamed)
    {
        var model = Echo();
        var agent = New(model, wrapped, tools: []);
        var (one, two) = (await agent.CreateSessionAsync(), await agent.CreateSessionAsync());

        await RunAsync(agent, streamed, "one", one);
        await RunAsync(agent, streamed, "two", two);
        await RunAsync(agent, streamed, "three", one);

        Assert.Equal(["two"], Texts(model.Log.Requests[1]));
        Assert.Equal(["one", "re one", "three"], Texts(model.Log.Last));
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_run_without_a_session_remembers_nothing(bool wrapped, bool streamed)
    {
        var model = Echo();
        var agent = New(model, wrapped, tools: []);

        await RunAsync(agent, streamed, "one");
        await RunAsync(agent, streamed, "two");

        Assert.Equal(["two"], Texts(model.Log.Last));
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_serialized_session_is_gone_on_with(bool wrapped, bool streamed)
    {
        var model = Echo();
        var (agent, other) = (New(model, wrapped, tools: []), New(model, wrapped, tools: []));
        var session = await agent.CreateSessionAsync();
        await RunAsync(agent, streamed, "one", session);

        var moved = await MoveAsync(agent, other, session);
        await RunAsync(other, streamed, "two", moved);
        await RunAsync(other, streamed, "three", await MoveAsync(other, agent, moved));

        Assert.Equal(["one", "re one", "two", "re two", "three"], Texts(model.Log.Last));
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task A_session_that_was_never_run_is_serialized(bool wrapped)
    {
        var model = Echo();
        var agent = New(model, wrapped, tools: []);
        var session = await agent.CreateSessionAsync();
        session.StateBag.SetValue("trip", new Trip("Bern", 2));

        var moved = await MoveAsync(agent, New(model, wrapped, tools: []), session);

        Assert.Equal(new Trip("Bern", 2), moved.StateBag.GetValue<Trip>("trip"));
        Assert.Equal("re one", (await agent.RunAsync("one", moved)).Text);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task State_that_is_set_before_a_run_stays(bool wrapped, bool streamed)
    {
        var agent = New(Echo(), wrapped, tools: []);
        var session = await agent.CreateSessionAsync();
        session.StateBag.SetValue("name", "Alice");
        session.StateBag.SetValue("trip", new Trip("Bern", 2));

        await RunAsync(agent, streamed, "one", session);
        Assert.Equal(new Trip("Bern", 2), session.StateBag.GetValue<Trip>("trip"));
        await RunAsync(agent, streamed, "two", session);

        var moved = await MoveAsync(agent, agent, session);
        Assert.Equal("Alice", moved.StateBag.GetValue<string>("name"));
        Assert.Equal(new Trip("Bern", 2), moved.StateBag.GetValue<Trip>("trip"));
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task State_that_is_set_in_a_tool_is_there_after_the_run(bool wrapped, bool streamed)
    {
        var seen = new List<Trip?>();
        var plan = AIFunctionFactory.Create(
            (string city) =>
            {
                var bag = AIAgent.CurrentRunContext!.Session!.StateBag;
                seen.Add(bag.GetValue<Trip>("trip"));
                bag.SetValue("trip", new Trip(city, seen.Count));
                return "planned";
            },
            "plan");
        var model = new ScriptedModel(request => request.Messages[^1].Role == ChatRole.User ? ModelAnswer.Nothing.Call($"c{request.Number}", "plan", ("city", request.Messages[^1].Text)) : ModelAnswer.Of("done"));
        var agent = New(model, wrapped, plan);
        var session = await agent.CreateSessionAsync();

        await RunAsync(agent, streamed, "Bern", session);
        Assert.Equal(new Trip("Bern", 1), session.StateBag.GetValue<Trip>("trip"));
        await RunAsync(agent, streamed, "Chur", await MoveAsync(agent, agent, session));

        Assert.Equal([null, new Trip("Bern", 1)], seen);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task State_that_one_tool_sets_another_sees_in_the_same_run(bool wrapped, bool streamed)
    {
        string? seen = null;
        var write = AIFunctionFactory.Create(() => AIAgent.CurrentRunContext!.Session!.StateBag.SetValue("note", "written"), "write");
        var read = AIFunctionFactory.Create(() => seen = AIAgent.CurrentRunContext!.Session!.StateBag.GetValue<string>("note"), "read");
        var agent = New(new ScriptedModel(ModelAnswer.Nothing.Call("c1", "write"), ModelAnswer.Nothing.Call("c2", "read")), wrapped, write, read);

        await RunAsync(agent, streamed, "go", await agent.CreateSessionAsync());

        Assert.Equal("written", seen);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task State_is_kept_whether_a_tool_sets_it_through_the_session_of_the_run_or_that_of_the_caller(bool wrapped, bool streamed)
    {
        AgentSession session = null!;
        var set = AIFunctionFactory.Create(
            () =>
            {
                session.StateBag.SetValue("one", "by the caller's");
                AIAgent.CurrentRunContext!.Session!.StateBag.SetValue("two", "by the run's");
            },
            "set");
        var agent = New(new ScriptedModel(ModelAnswer.Nothing.Call("c1", "set")), wrapped, set);
        session = await agent.CreateSessionAsync();

        await RunAsync(agent, streamed, "go", session);

        foreach (var bag in new[] { session.StateBag, (await MoveAsync(agent, agent, session)).StateBag })
        {
            Assert.Equal(("by the caller's", "by the run's"), (bag.GetValue<string>("one"), bag.GetValue<string>("two")));
        }
    }

    // Wrapped, the two are different objects in a run, with a bag each. What our accessors set is seen through both at once.
    [Theory]
    [MemberData(nameof(Runs))]
    public async Task What_is_put_into_the_bag_of_the_runs_session_is_in_that_of_the_callers_at_the_end_of_the_turn(bool wrapped, bool streamed)
    {
        AgentSession session = null!;
        var seen = new List<string?>();
        var mine = AIFunctionFactory.Create(
            () =>
            {
                session.StateBag.SetValue("one", "by the caller's");
                seen.Add(AIAgent.CurrentRunContext!.Session!.StateBag.GetValue<string>("one"));
            },
            "mine");
        var theirs = AIFunctionFactory.Create(
            () =>
            {
                AIAgent.CurrentRunContext!.Session!.StateBag.SetValue("two", "by the run's");
                seen.Add(session.StateBag.GetValue<string>("two"));
            },
            "theirs");
        var agent = New(new ScriptedModel(ModelAnswer.Nothing.Call("c1", "mine"), ModelAnswer.Nothing.Call("c2", "theirs")), wrapped, mine, theirs);
        session = await agent.CreateSessionAsync();

        await RunAsync(agent, streamed, "go", session);

        Assert.Equal(wrapped ? [null, null] : ["by the caller's", "by the run's"], seen);
        Assert.Equal(("by the caller's", "by the run's"), (session.StateBag.GetValue<string>("one"), session.StateBag.GetValue<string>("two")));
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_value_that_is_changed_in_place_in_a_tool_is_kept(bool wrapped, bool streamed)
    {
        var note = AIFunctionFactory.Create((string line) => AIAgent.CurrentRunContext!.Session!.StateBag.GetValue<Notes>("notes")!.Lines.Add(line), "note");
        var agent = New(new ScriptedModel(ModelAnswer.Nothing.Call("c1", "note", ("line", "b"))), wrapped, note);
        var session = await agent.CreateSessionAsync();
        session.StateBag.SetValue("notes", new Notes { Lines = ["a"] });

        await RunAsync(agent, streamed, "go", session);
        session.StateBag.GetValue<Notes>("notes")!.Lines.Add("c");

        Assert.Equal(["a", "b", "c"], (await MoveAsync(agent, agent, session)).StateBag.GetValue<Notes>("notes")!.Lines);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_bag_that_was_taken_before_a_run_that_sets_nothing_is_the_sessions_after_it(bool wrapped, bool streamed)
    {
        var agent = New(Echo(), wrapped, tools: []);
        var session = await agent.CreateSessionAsync();
        var bag = session.StateBag;

        bag.SetValue("one", "before");
        await RunAsync(agent, streamed, "go", session);
        bag.SetValue("two", "after");

        Assert.Equal("before", session.StateBag.GetValue<string>("one"));
        Assert.Equal("after", session.StateBag.GetValue<string>("two"));
    }

    // Wrapped, such a run gives the session another bag: nothing can change the values of one that it has, whatever their types.
    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_bag_is_asked_for_again_after_a_run_that_sets_state(bool wrapped, bool streamed)
    {
        var set = AIFunctionFactory.Create(() => AIAgent.CurrentRunContext!.Session!.StateBag.SetValue("one", "in the run"), "set");
        var agent = New(new ScriptedModel(ModelAnswer.Nothing.Call("c1", "set")), wrapped, set);
        var session = await agent.CreateSessionAsync();
        var bag = session.StateBag;

        await RunAsync(agent, streamed, "go", session);
        session.StateBag.SetValue("two", "after");

        Assert.Equal(wrapped ? null : "in the run", bag.GetValue<string>("one"));
        Assert.Equal(("in the run", "after"), (session.StateBag.GetValue<string>("one"), session.StateBag.GetValue<string>("two")));
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task State_that_is_removed_is_gone(bool wrapped, bool streamed)
    {
        var forget = AIFunctionFactory.Create(() => AIAgent.CurrentRunContext!.Session!.StateBag.TryRemoveValue("one"), "forget");
        var agent = New(new ScriptedModel(ModelAnswer.Of("ok"), ModelAnswer.Nothing.Call("c1", "forget")), wrapped, forget);
        var session = await agent.CreateSessionAsync();
        session.StateBag.SetValue("one", "1");
        session.StateBag.SetValue("two", "2");
        session.StateBag.SetValue("three", "3");
        await RunAsync(agent, streamed, "hi", session);

        await RunAsync(agent, streamed, "forget one", session);
        Assert.True(session.StateBag.TryRemoveValue("two"));

        foreach (var bag in new[] { session.StateBag, (await MoveAsync(agent, agent, session)).StateBag })
        {
            Assert.False(bag.TryGetValue<string>("one", out _));
            Assert.False(bag.TryGetValue<string>("two", out _));
            Assert.Equal("3", bag.GetValue<string>("three"));
        }
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task A_very_long_history_is_sent_in_order(bool wrapped)
    {
        var model = Echo();
        var agent = New(model, wrapped, tools: []);
        var session = await agent.CreateSessionAsync();
        for (var i = 0; i < 300; i++)
        {
            await RunAsync(agent, streamed: i % 2 == 0, $"question {i}", session);
        }

        Assert.Equal(Enumerable.Range(0, 300).SelectMany(i => new[] { $"question {i}", $"re question {i}" }).SkipLast(1), Texts(model.Log.Last));
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task Many_sessions_run_at_the_same_time(bool wrapped)
    {
        var model = new ScriptedModel(request => ModelAnswer.Of(string.Join('|', request.Messages.Select(message => message.Text))).After(async _ => await Task.Yield()));
        var agent = New(model, wrapped, tools: []);

        var said = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(async () =>
        {
            var session = await agent.CreateSessionAsync();
            session.StateBag.SetValue("number", $"{i}");
            await RunAsync(agent, streamed: i % 2 == 0, $"{i}", session);
            return $"{(await RunAsync(agent, streamed: i % 3 == 0, "again", session)).Text} {session.StateBag.GetValue<string>("number")}";
        })));

        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i}|{i}|again {i}"), said);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task Contents_of_all_kinds_are_sent_again(bool wrapped, bool streamed)
    {
        var model = Echo();
        var agent = New(model, wrapped, tools: []);
        var session = await agent.CreateSessionAsync();
        ChatMessage message = new(ChatRole.User, [new TextContent("look"), new DataContent(new byte[] { 1, 2, 3 }, "image/png"), new UriContent("https://example.com/a.png", "image/png"), new HostedFileContent("file-1")])
        {
            AuthorName = "Alice",
            MessageId = "m1",
            AdditionalProperties = new() { ["page"] = "7" },
        };

        await RunAsync(agent, streamed, [new ChatMessage(ChatRole.System, "Be brief."), message], session);
        await RunAsync(agent, streamed, "and?", await MoveAsync(agent, agent, session));

        var sent = model.Log.Last.Messages[1];
        Assert.Equal([ChatRole.System, ChatRole.User, ChatRole.Assistant, ChatRole.User], model.Log.Last.Messages.Select(said => said.Role));
        Assert.Equal(["TextContent", "DataContent", "UriContent", "HostedFileContent"], sent.Contents.Select(content => content.GetType().Name));
        Assert.Equal(new byte[] { 1, 2, 3 }, sent.Contents.OfType<DataContent>().Single().Data.ToArray());
        Assert.Equal(("Alice", "m1", "7"), (sent.AuthorName, sent.MessageId, sent.AdditionalProperties!["page"]?.ToString()));
    }
}
