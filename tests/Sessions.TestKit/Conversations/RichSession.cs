using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>A session that has something of all that is stored: turns of all kinds, contents, state, branches, recorded replies and steps.</summary>
public static class RichSession
{
    /// <summary>The key of a turn that has a reply.</summary>
    public const string Answered = "answered";

    /// <summary>The key of a turn that ended before it had one.</summary>
    public const string Begun = "begun";

    public static readonly SessionKey Key = new("tenant", "rich");

    /// <summary>The messages that the keyed turns were run with.</summary>
    public static ChatMessage Input { get; } = new(ChatRole.User, "once");

    /// <summary>Makes the agent; its model answers anything.</summary>
    public static ChatClientAgent Agent(SessionStore? store, int? maxTurns = null) => new QueuedAnswerClient().AsAIAgent(new ChatClientAgentOptions
    {
        Name = "A",
        SessionStore = store,
        InterruptedTurns = InterruptedTurns.KeepPartial,
        View = maxTurns is null ? null : new HistoryView { MaxTurns = maxTurns },
    });

    public static async Task<AgentSession> CreateAsync(SessionStore? store)
    {
        var script = new QueuedAnswerClient();
        var agent = script.AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = store, InterruptedTurns = InterruptedTurns.KeepPartial });
        var session = await agent.CreateSessionAsync(Key);
        session.State.Set(new Tally { Count = 1 });
        script.Answer((_, _) => Task.FromResult(new ChatResponse(
        [
            new ChatMessage(ChatRole.Assistant, [new TextReasoningContent("hm") { ProtectedData = "p" }, new FunctionCallContent("c1", "f", new Dictionary<string, object?> { ["x"] = 1.5, ["y"] = "z" })]) { AuthorName = "bot", MessageId = "m1" },
            new ChatMessage(ChatRole.Tool, [new FunctionResultContent("c1", new[] { 1, 2 })]),
            new ChatMessage(ChatRole.Assistant, [new TextContent("done") { Annotations = [new CitationAnnotation { Title = "t" }] }, new UriContent("https://example.org/a.png", "image/png"), new DataContent(new byte[] { 1, 2 }, "image/png"), new ErrorContent("e")]),
        ])
        { Usage = new() { InputTokenCount = 5 }, FinishReason = ChatFinishReason.Stop, ResponseId = "r", ModelId = "model", AdditionalProperties = new() { ["x"] = "y" } }));
        await agent.RunAsync([new ChatMessage(ChatRole.System, "be kind"), new ChatMessage(ChatRole.User, [new TextContent("look"), new UriContent("https://example.org/b.png", "image/png")])], session);
        session.State.Set(new Mark { Text = "ü" });
        await agent.RunAsync(Input, session, new AgentRunOptions { TurnKey = Answered });
        await agent.RunAsync("wrong", session);
        await agent.RegenerateAsync(session);
        script.Answer((_, _) => Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [new ToolApprovalRequestContent("r1", new FunctionCallContent("c2", "pay"))]))));
        await agent.RunAsync("pay", session);
        if (store is not null)
        {
            session.State.Set(new Mark { Text = "set outside" });
            await agent.SaveSessionAsync(session);
            await agent.UpdateDetailsAsync(session, details => details with { Title = "Rich", Owner = "alice", Metadata = details.Metadata.Add("k", "v"), ExpiresAt = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero) });
            await RecordStepsAsync(script, session, store);
        }

        return session;
    }

    /// <summary>Reads all that a store has of the session; what is damaged is thrown.</summary>
    public static async Task ReadAllAsync(SessionStore store, int? maxTurns = null)
    {
        var agent = Agent(store, maxTurns);
        var session = await agent.GetSessionAsync(Key);
        await agent.ReadMessagesAsync(session).ToListAsync();
        await agent.ListSessionsAsync(new SessionQuery { Tenant = Key.Tenant }).ToListAsync();
        _ = session.State.Get<Tally>();
        session.State.TryGet<Mark>(out _);
        await agent.SerializeSessionAsync(session);
    }

    /// <summary>Uses a session in every way there is of reading it.</summary>
    public static async Task UseAsync(AIAgent agent, AgentSession session)
    {
        await ReadAsync(agent, session);
        await TryAsync(() => agent.SerializeSessionAsync(session).AsTask());
        await TryAsync(async () =>
        {
            if (await agent.ReadTurnsAsync(session, new TurnQuery { MaxCount = 1 }).FirstOrDefaultAsync() is { } first)
            {
                await agent.ForkSessionAsync(session, first.Record.Number);
            }
        });
        await TryAsync(() => agent.ForkSessionAsync(session).AsTask());
        await TryAsync(() => agent.RunAsync(Input, session, new AgentRunOptions { TurnKey = Answered }));
        await TryAsync(() => agent.RunStreamingAsync(Input, session, new AgentRunOptions { TurnKey = Begun }).ToAgentResponseAsync());
        await TryAsync(() => agent.RunAsync("next", session));
        await TryAsync(() => agent.RegenerateAsync(session));
        await TryAsync(() => SaveAsync(agent, session));
        await TryAsync(async () =>
        {
            var turns = await agent.ReadTurnsAsync(session).ToListAsync();
            await agent.RewindSessionAsync(session, turns.Count > 1 ? turns[^2].Record.Number : 0);
        });
        await TryAsync(() => agent.RunAsync("after", session));
        await TryAsync(() => agent.SerializeSessionAsync(session).AsTask());
    }

    private static async Task SaveAsync(AIAgent agent, AgentSession session)
    {
        try
        {
            await agent.SaveSessionAsync(session);
        }
        catch (InvalidOperationException exception) when (exception.Message.Contains("has no store to save it in", StringComparison.Ordinal))
        {
            // It is not the data that says so.
        }
    }

    /// <summary>Does something that may say that the data is damaged, and nothing else.</summary>
    /// <returns>Whether it was done.</returns>
    public static async Task<bool> TryAsync(Func<Task> action)
    {
        try
        {
            await action();
            return true;
        }
        catch (SessionException exception) when (exception is SessionFormatException or SessionStateVersionException or SessionMismatchException or SessionConflictException)
        {
            return false;
        }
        catch (ArgumentException exception) when (exception.Message.Contains("was used before with other messages", StringComparison.Ordinal))
        {
            // A hash is damaged to another one: nothing tells that from another input.
            return false;
        }
    }

    private static async Task ReadAsync(AIAgent agent, AgentSession session)
    {
        await TryAsync(() => agent.ReadMessagesAsync(session).ToListAsync().AsTask());
        await TryAsync(() => agent.ReadTurnsAsync(session, new TurnQuery { NewestFirst = true }).ToListAsync().AsTask());
        await TryAsync(() => Task.FromResult(session.State.Get<Tally>()));
        await TryAsync(() => Task.FromResult(session.State.TryGet<Mark>(out _)));
        await TryAsync(() =>
        {
            foreach (var key in session.State.Keys)
            {
                session.State.TryGetJson(key, out _);
            }

            return Task.CompletedTask;
        });
        await TryAsync(() => Task.FromResult(session.State.Update<Tally>(tally => tally with { Count = tally.Count + 1 })));
    }

    private static async Task RecordStepsAsync(QueuedAnswerClient script, AgentSession session, SessionStore store)
    {
        var tool = AIFunctionFactory.Create(() => "result", "tool");
        var calling = new ChatClientAgent(script, new ChatClientAgentOptions { Name = "A", SessionStore = store, ConfigureChatClient = client => new FunctionInvokingChatClient(client), ChatOptions = new() { Tools = [tool] } });
        script.Answer((_, _) => Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("c3", "tool")]))));
        script.Fail(new IOException("The model is gone."));
        try
        {
            await calling.RunAsync(Input, session, new AgentRunOptions { TurnKey = Begun });
        }
        catch (IOException)
        {
        }
    }
}
