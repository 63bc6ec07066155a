using Microsoft.Extensions.AI;
using Sessions.Agents;

#pragma warning disable MEAI001 // Files may be in all kinds of content.

namespace Sessions.Tests.Storage;

/// <summary>What an agent holds of sessions that were used lately spares reading, and is never an answer of its own.</summary>
public class SessionCacheTests
{
    private readonly CountingStore _store = new(new InMemorySessionStore());
    private readonly ScriptedModel _model = new(request => ModelAnswer.Of($"re {request.Number}"));

    private ChatClientAgent Agent(long bytes = 16 * 1024 * 1024, SessionStore? store = null) => _model.AsAIAgent(new ChatClientAgentOptions
    {
        Name = "A",
        SessionStore = store ?? _store,
        SessionCacheBytes = bytes,
        View = new HistoryView { MaxTurns = 10 },
    });

    private async Task<int> ReadByNextAsync(ChatClientAgent agent, string id = "s")
    {
        var before = _store.TurnsRead;
        await agent.RunAsync("next", await agent.GetSessionAsync(id));
        return _store.TurnsRead - before;
    }

    private static async Task TalkAsync(ChatClientAgent agent, string id = "s", int turns = 5)
    {
        var session = await agent.GetSessionAsync(id);
        for (var i = 0; i < turns; i++)
        {
            await agent.RunAsync($"{i}", session);
        }
    }

    [Fact]
    public async Task The_next_object_of_a_session_reads_no_turns()
    {
        var agent = Agent();
        await TalkAsync(agent);

        Assert.Equal(0, await ReadByNextAsync(agent));
        Assert.Equal(0, await ReadByNextAsync(agent));
        Assert.Equal(6, await ReadByNextAsync(Agent(bytes: 0)) - 1);
    }

    [Fact]
    public async Task What_another_process_has_added_is_read_and_sent()
    {
        var agent = Agent();
        await TalkAsync(agent);
        var elsewhere = Agent(store: new AnotherProcess(_store));
        await elsewhere.RunAsync("from elsewhere", await elsewhere.GetSessionAsync("s"));

        Assert.NotEqual(0, await ReadByNextAsync(agent));
        var session = await agent.GetSessionAsync("s");
        await agent.RunAsync("again", session);

        Assert.Equal(8, session.Revision);
        Assert.Contains("user: from elsewhere", await SessionTexts(agent, session));
    }

    [Fact]
    public async Task A_session_that_was_made_anew_has_nothing_of_the_one_before()
    {
        var agent = Agent();
        await TalkAsync(agent, turns: 1);
        var old = await agent.GetSessionAsync("s");
        await new AnotherProcess(_store).DeleteAsync(new SessionKey("s"), TestContext.Current.CancellationToken);
        var elsewhere = Agent(store: new AnotherProcess(_store));
        await elsewhere.RunAsync("anew", await elsewhere.GetSessionAsync("s"));

        var found = await agent.GetSessionAsync("s");

        Assert.Equal(old.Revision, found.Revision);
        Assert.Equal(["user: anew"], (await SessionTexts(agent, found)).Take(1));
        await Assert.ThrowsAsync<SessionConflictException>(() => agent.RunAsync("to the old one", old));
    }

    [Fact]
    public async Task A_deleted_session_is_not_found()
    {
        var agent = Agent();
        await TalkAsync(agent);
        await new AnotherProcess(_store).DeleteAsync(new SessionKey("s"), TestContext.Current.CancellationToken);

        Assert.Null(await agent.FindSessionAsync(new SessionKey("s")));
        Assert.Equal(0, (await agent.GetSessionAsync("s")).Revision);
    }

    [Fact]
    public async Task State_comes_back_and_what_is_set_in_one_object_is_not_in_another_before_it_is_committed()
    {
        var agent = Agent();
        var session = await agent.GetSessionAsync("s");
        session.State.Set(new Tally { Count = 1 });
        await agent.RunAsync("hi", session);
        session.State.Set(new Tally { Count = 2 });

        Assert.Equal(1, (await agent.GetSessionAsync("s")).State.Get<Tally>().Count);
    }

    [Fact]
    public async Task The_least_recently_used_goes_when_there_is_no_room()
    {
        var agent = Agent(bytes: 12_000);
        foreach (var id in new[] { "a", "b", "c", "d", "e", "f" })
        {
            await TalkAsync(agent, id, turns: 3);
        }

        Assert.InRange(agent.Cache!.Bytes, 1, 12_000);
        Assert.NotEqual(0, await ReadByNextAsync(agent, "a"));
        Assert.Equal(0, await ReadByNextAsync(agent, "f"));
        await agent.RunAsync(new string('x', 20_000), await agent.GetSessionAsync("large"));
        Assert.NotEqual(0, await ReadByNextAsync(agent, "large"));
        Assert.InRange(agent.Cache!.Bytes, 1, 12_000);
    }

    [Fact]
    public async Task A_file_counts_with_all_its_bytes()
    {
        var agent = Agent(bytes: 1_000_000);
        var session = await agent.GetSessionAsync("s");
        await agent.RunAsync([new ChatMessage(ChatRole.User, [new DataContent(new byte[300_000], "image/png")])], session);
        Assert.InRange(agent.Cache!.Bytes, 300_000, 310_000);

        await agent.RunAsync([new ChatMessage(ChatRole.User, [new DataContent(new byte[300_000], "image/png")])], session);
        Assert.Equal(0, agent.Cache!.Bytes);
    }

    public static TheoryData<AIContent> WithFiles() => new(ContentsOf(new DataContent(new byte[100_000], "image/png")));

    [Theory]
    [MemberData(nameof(WithFiles))]
    public void So_does_one_in_another_content(AIContent content) =>
        Assert.InRange(TokenEstimate.BytesInMemory(new ChatMessage(ChatRole.Tool, [content])), 100_000, 101_000);

    private static IEnumerable<AIContent> ContentsOf(DataContent file) =>
    [
        file,
        new FunctionResultContent("c", file),
        new FunctionResultContent("c", new List<AIContent> { file }),
        new FunctionCallContent("c", "f", new Dictionary<string, object?> { ["file"] = file }),
        new ToolApprovalRequestContent("r", new FunctionCallContent("c", "f", new Dictionary<string, object?> { ["file"] = file })),
        new CodeInterpreterToolCallContent("c") { Inputs = [file] },
        new CodeInterpreterToolResultContent("c") { Outputs = [file] },
        new ImageGenerationToolResultContent("c") { Outputs = [file] },
        new McpServerToolCallContent("c", "f", "s") { Arguments = new Dictionary<string, object?> { ["file"] = file } },
        new McpServerToolResultContent("c") { Outputs = [file] },
        new WebSearchToolResultContent("c") { Outputs = [file] },
    ];

    private static async Task<List<string>> SessionTexts(AIAgent agent, AgentSession session) =>
        await agent.ReadMessagesAsync(session).Select(message => $"{message.Role}: {message.Text}").ToListAsync();
}
