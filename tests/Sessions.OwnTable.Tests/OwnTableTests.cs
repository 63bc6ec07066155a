using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Sessions.Agents;

namespace Sessions.OwnTable.Tests;

/// <summary>What the guide says of a history in a table of the application's own, with Npgsql and with Entity Framework Core.</summary>
public sealed class OwnTableTests(PostgresDatabase database)
{
    private static SessionKey NewKey => new("acme", Guid.NewGuid().ToString());

    [Theory]
    [InlineData("jsonb")]
    [InlineData("json")]
    public async Task Another_process_goes_on_with_the_history(string table)
    {
        var key = NewKey;
        using var first = new ScriptedModel(
            ModelAnswer.Of("Let me see.").Think("hm").Call("c1", "BookHut", ("hut", "Rifugio"), ("beds", 2)), ModelAnswer.Of("Booked."));
        await using (var host = new OwnHost(database, table, first))
        {
            var options = new ChatClientAgentRunOptions { ChatOptions = new ChatOptions { Tools = [AIFunctionFactory.Create((string hut, int beds) => $"{beds} in {hut}", "BookHut")] } };
            await host.Agent.RunAsync("Book a hut.", await host.Agent.GetSessionAsync(key), options);
        }

        using var second = new ScriptedModel(ModelAnswer.Of("For two."));
        await using var next = new OwnHost(database, table, second);
        var answer = await next.Agent.RunAsync("For how many?", await next.Agent.GetSessionAsync(key));

        Assert.Empty(answer.Issues);
        var request = Assert.Single(second.Log.Requests).Messages;
        Assert.Equal(["user", "assistant", "tool", "assistant", "user"], request.Select(message => message.Role.Value));
        Assert.Equal([typeof(TextContent), typeof(TextReasoningContent), typeof(FunctionCallContent)], request[1].Contents.Select(content => content.GetType()));
        Assert.Equal("2 in Rifugio", request[2].Contents.OfType<FunctionResultContent>().Single().Result?.ToString());
    }

    [Theory]
    [InlineData("jsonb")]
    [InlineData("json")]
    public async Task Tenants_with_sessions_of_one_id_do_not_meet(string table)
    {
        var id = Guid.NewGuid().ToString();
        using var model = new ScriptedModel();
        await using var host = new OwnHost(database, table, model);
        await host.Agent.RunAsync("I am Alice.", await host.Agent.GetSessionAsync(new SessionKey("a", id)));

        await host.Agent.RunAsync("I am Bob.", await host.Agent.GetSessionAsync(new SessionKey("b", id)));

        Assert.Equal(["I am Bob."], model.Log.Requests[^1].Messages.Select(message => message.Text));
    }

    [Theory]
    [InlineData("jsonb", false)]
    [InlineData("jsonb", true)]
    [InlineData("json", false)]
    [InlineData("json", true)]
    public async Task A_turn_that_was_saved_and_not_committed_is_there_once_when_it_is_run_again(string table, bool conflict)
    {
        var key = NewKey;
        using var model = new ScriptedModel();
        var store = new FailingStore(new InMemorySessionStore());
        await using var host = new OwnHost(database, table, model, store);
        var session = await host.Agent.GetSessionAsync(key);
        await host.Agent.RunAsync("Hello.", session);
        store.Failing = StoreOperation.Commit;
        store.Failure = _ => conflict ? new SessionConflictException(key, 1, 2) : new IOException();
        var once = new AgentRunOptions { TurnKey = "m2" };
        var exception = await Assert.ThrowsAnyAsync<SessionException>(() => host.Agent.RunAsync("Book the hut.", session, once));

        // The provider saves before the store commits, and its table knows nothing of that commit.
        Assert.NotNull(exception.Response);
        Assert.Equal(4, (await RowsAsync(table, key)).Count);
        Assert.Equal(1, session.Revision);

        store.Failing = null;
        var answer = await host.Agent.RunAsync("Book the hut.", session, once);

        Assert.Equal(["Hello.", "answer 1", "Book the hut."], model.Log.Requests[^1].Messages.Select(message => message.Text));
        Assert.Equal(["Hello.", "answer 1", "Book the hut.", answer.Text], await RowsAsync(table, key));
        Assert.Equal(2, session.Revision);
    }

    [Theory]
    [InlineData("jsonb")]
    [InlineData("json")]
    public async Task A_save_that_is_tried_again_writes_once(string table)
    {
        var key = NewKey;
        using var model = new ScriptedModel();
        await using var host = new OwnHost(database, table, model);
        var session = await host.Agent.GetSessionAsync(key);
        var turn = new TurnContext(host.Agent, session, [new ChatMessage(ChatRole.User, "Hello.")]);
        using var scope = host.CreateScope();
        var provider = scope.ServiceProvider.GetRequiredKeyedService<AIContextProvider>(table == "jsonb" ? "messages" : "entities");
        await provider.InvokingAsync(turn, CancellationToken.None);
        turn.Complete(new AgentResponse([new ChatMessage(ChatRole.Assistant, "Hi.")]));

        await provider.InvokedAsync(turn, CancellationToken.None);
        await provider.InvokedAsync(turn, CancellationToken.None);

        Assert.Equal(["Hello.", "Hi."], await RowsAsync(table, key));
    }

    [Theory]
    [InlineData("jsonb", ConflictHandling.Throw)]
    [InlineData("json", ConflictHandling.Throw)]
    [InlineData("jsonb", ConflictHandling.Retry)]
    [InlineData("json", ConflictHandling.Retry)]
    public async Task Of_two_processes_the_later_save_conflicts(string table, ConflictHandling onConflict)
    {
        var key = NewKey;
        using var fast = new ScriptedModel(ModelAnswer.Of("fast"));
        await using var other = new OwnHost(database, table, fast);
        var asked = 0;
        using var slow = new ScriptedModel(_ => ModelAnswer.Of("slow").After(async _ =>
        {
            if (asked++ == 0)
            {
                await other.Agent.RunAsync("First.", await other.Agent.GetSessionAsync(key, cancellationToken: CancellationToken.None), cancellationToken: CancellationToken.None);
            }
        }));
        await using var host = new OwnHost(database, table, slow);
        var session = await host.Agent.GetSessionAsync(key);

        var run = host.Agent.RunAsync("Second.", session, new AgentRunOptions { OnConflict = onConflict });

        if (onConflict == ConflictHandling.Throw)
        {
            Assert.Equal("slow", (await Assert.ThrowsAsync<SessionConflictException>(() => run)).Response?.Text);
            Assert.Equal(["First.", "fast"], await RowsAsync(table, key));
            return;
        }

        await run;
        Assert.Equal(["First.", "fast", "Second."], slow.Log.Requests[^1].Messages.Select(message => message.Text));
        Assert.Equal(["First.", "fast", "Second.", "slow"], await RowsAsync(table, key));
    }

    [Theory]
    [InlineData("jsonb")]
    [InlineData("json")]
    public async Task An_interrupted_turn_that_is_kept_in_part_is_replaced_when_it_is_run_again(string table)
    {
        var key = NewKey;
        using var model = new ScriptedModel(ModelAnswer.Of("one two three").FailWith(new HttpRequestException("down"), afterUpdates: 1));
        await using var host = new OwnHost(database, table, model, new InMemorySessionStore());
        var session = await host.Agent.GetSessionAsync(key);
        var once = new AgentRunOptions { TurnKey = "m1", InterruptedTurns = InterruptedTurns.KeepPartial };
        await Assert.ThrowsAsync<HttpRequestException>(() => host.Agent.RunStreamingAsync("Count.", session, once).ToListAsync().AsTask());
        Assert.Equal(["Count.", "one "], await RowsAsync(table, key));

        var answer = await host.Agent.RunAsync("Count.", session, once);

        Assert.Equal(["Count."], model.Log.Requests[^1].Messages.Select(message => message.Text));
        Assert.Equal(["Count.", answer.Text], await RowsAsync(table, key));
    }

    [Fact]
    public async Task What_jsonb_cannot_hold_costs_the_turn_and_not_the_answer()
    {
        var key = NewKey;
        using var model = new ScriptedModel(ModelAnswer.Of("a\0b"));
        await using var host = new OwnHost(database, "jsonb", model);

        var exception = await Assert.ThrowsAsync<SessionStoreException>(async () => await host.Agent.RunAsync("Hello.", await host.Agent.GetSessionAsync(key)));

        Assert.Equal("a\0b", exception.Response?.Text);
        Assert.Empty(await RowsAsync("jsonb", key));
    }

    [Theory]
    [InlineData("jsonb")]
    [InlineData("json")]
    public async Task Deleting_a_session_leaves_the_rows(string table)
    {
        var key = NewKey;
        using var model = new ScriptedModel();
        await using var host = new OwnHost(database, table, model, new InMemorySessionStore());
        await host.Agent.RunAsync("Hello.", await host.Agent.GetSessionAsync(key));

        Assert.True(await host.Agent.DeleteSessionAsync(key));

        Assert.Equal(2, (await RowsAsync(table, key)).Count);
    }

    private async Task<IReadOnlyList<string>> RowsAsync(string table, SessionKey key)
    {
        await using var command = database.Source.CreateCommand(table == "jsonb"
            ? "SELECT message::text FROM chat_messages WHERE tenant = $1 AND session_id = $2 ORDER BY ordinal"
            : """SELECT "Message"::text FROM "Messages" WHERE "Tenant" = $1 AND "SessionId" = $2 ORDER BY "Ordinal" """);
        command.Parameters.Add(new() { Value = key.Tenant });
        command.Parameters.Add(new() { Value = key.Id });
        await using var rows = await command.ExecuteReaderAsync();
        List<string> texts = [];
        while (await rows.ReadAsync())
        {
            texts.Add(JsonSerializer.Deserialize(rows.GetString(0), SessionJson.ChatMessage)!.Text);
        }

        return texts;
    }
}
