using System.Net;
using Microsoft.Extensions.AI;

namespace Sessions.WebChat.Tests;

/// <summary>What the guide says of a chat in ASP.NET Core, on the wire.</summary>
public sealed class ChatTests : IAsyncDisposable
{
    private const string Whole = "Take the northern path.";

    private readonly ChatServer _server = new();

    [Fact]
    public async Task The_answer_arrives_while_the_model_still_speaks()
    {
        using var alice = await _server.SignInAsync("alice");
        using var response = await alice.SayAsync("tour", "Where to?");

        var answer = ChatAnswer.ReadAsync(response);
        Assert.False(answer.IsCompleted);
        _server.Model.GoOn();

        Assert.Equal(Whole, (await answer).Text);
        Assert.NotEmpty((await answer).TurnId!);
    }

    [Fact]
    public async Task Users_with_sessions_of_one_id_do_not_meet()
    {
        _server.Model.GoOn();
        using var alice = await _server.SignInAsync("alice");
        using var bob = await _server.SignInAsync("bob");
        await alice.AskAsync("tour", "I am Alice.");

        Assert.Equal(HttpStatusCode.NotFound, (await bob.GetAsync("sessions/tour/messages")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await bob.DeleteAsync("sessions/tour")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await bob.GetAsync("sessions/alice%2Ftour/messages")).StatusCode);
        Assert.Empty(await bob.ListAsync());

        await bob.AskAsync("tour", "I am Bob.");
        await bob.AskAsync("tour", "Still Bob.");
        Assert.Equal(["tour 1"], await alice.ListAsync());
        Assert.Equal(["user: I am Alice.", $"assistant: {Whole}"], await alice.ReadAsync("tour"));
        Assert.Equal(["tour 2"], await bob.ListAsync());
        Assert.DoesNotContain(_server.Model.Requests.Last(), message => message.Text.Contains("Alice", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.NoContent, (await bob.DeleteAsync("sessions/tour")).StatusCode);
        Assert.Empty(await bob.ListAsync());
        Assert.Equal(["tour 1"], await alice.ListAsync());
        Assert.Equal(HttpStatusCode.NoContent, (await alice.DeleteAsync("sessions")).StatusCode);
        Assert.Empty(await alice.ListAsync());
    }

    [Fact]
    public async Task Users_find_their_own_sessions_by_words()
    {
        _server.Model.GoOn();
        using var alice = await _server.SignInAsync("alice");
        using var bob = await _server.SignInAsync("bob");
        await alice.AskAsync("tour", "Where are marmots?");
        await alice.AskAsync("bill", "What does a hut cost?");
        await bob.AskAsync("other", "Where are marmots?");

        Assert.Equal(["tour 1"], await alice.ListAsync("?text=MARMOTS%20where"));
        Assert.Empty(await alice.ListAsync("?text=edelweiss"));
        Assert.Equal(["bill 1", "tour 1"], await alice.ListAsync());
    }

    [Fact]
    public async Task A_disconnect_keeps_what_was_said_and_the_retry_takes_its_place()
    {
        using var alice = await _server.SignInAsync("alice");
        using (var response = await alice.SayAsync("tour", "Where to?", key: "m1"))
        {
            await ChatAnswer.ReadToAsync(response, "the");
        }

        await Eventually(async () => Assert.Equal(["user: Where to?", "assistant: Take the"], await alice.ReadAsync("tour")));
        _server.Model.GoOn();
        var retried = await alice.AskAsync("tour", "Where to?", key: "m1");
        var again = await alice.AskAsync("tour", "Where to?", key: "m1");

        Assert.Equal(Whole, retried.Text);
        Assert.Equal((retried.Text, retried.TurnId), (again.Text, again.TurnId));
        Assert.Equal(["user: Where to?", $"assistant: {Whole}"], await alice.ReadAsync("tour"));
        Assert.Equal(["tour 1"], await alice.ListAsync());
        Assert.Equal(2, _server.Model.Requests.Count);
        Assert.All(_server.Model.Requests, request => Assert.Equal(["Where to?"], request.Select(message => message.Text)));
    }

    [Fact]
    public async Task A_retry_does_not_run_a_tool_again_or_pay_for_its_call()
    {
        _server.Model.Answer = messages => messages[^1].Role == ChatRole.Tool
            ? new TextContent("It is | booked.")
            : new FunctionCallContent("c1", "BookHut", new Dictionary<string, object?> { ["hut"] = "Rifugio" });
        using var alice = await _server.SignInAsync("alice");
        using (var response = await alice.SayAsync("tour", "Book the hut.", key: "m1"))
        {
            await ChatAnswer.ReadToAsync(response, "is");
        }

        await Eventually(async () => Assert.Equal(["user: Book the hut.", "assistant: It is"], await alice.ReadAsync("tour")));
        _server.Model.GoOn();
        var retried = await alice.AskAsync("tour", "Book the hut.", key: "m1");

        Assert.Equal(("It is booked.", "BookHut"), (retried.Text, retried.Tools.Single()));
        Assert.Equal(("alice", "Rifugio"), _server.Huts.Bookings.Select(booking => (booking.Guest, booking.Hut)).Single());
        Assert.Equal(["user", "tool", "tool"], _server.Model.Requests.Select(request => request[^1].Role.Value));
    }

    [Fact]
    public async Task Each_turn_has_services_of_its_own()
    {
        _server.Model.Answer = messages => messages[^1].Role == ChatRole.Tool
            ? new TextContent("Booked.")
            : new FunctionCallContent("c1", "BookHut", new Dictionary<string, object?> { ["hut"] = "Rifugio" });
        using var alice = await _server.SignInAsync("alice");

        await alice.AskAsync("tour", "Book.");
        await alice.AskAsync("tour", "Book again.");

        Assert.Equal(2, _server.Huts.Bookings.DistinctBy(booking => booking.Scope).Count());
        Assert.Equal(2, _server.Huts.Bookings.DistinctBy(booking => booking.Key).Count());
    }

    [Fact]
    public async Task A_detached_turn_ends_without_its_reader()
    {
        using var alice = await _server.SignInAsync("alice");
        using (var response = await alice.SayAsync("tour", "Where to?", key: "m1", query: "?detached=true"))
        {
            await ChatAnswer.ReadToAsync(response, "the");
        }

        // Who comes back while it runs, waits for it.
        var retried = alice.AskAsync("tour", "Where to?", key: "m1", query: "?detached=true");
        await Task.Delay(100);
        Assert.False(retried.IsCompleted);
        _server.Model.GoOn();

        Assert.Equal(Whole, (await retried).Text);
        Assert.Equal(["user: Where to?", $"assistant: {Whole}"], await alice.ReadAsync("tour"));
        Assert.Single(_server.Model.Requests);
    }

    [Fact]
    public async Task A_host_that_stops_keeps_what_a_detached_turn_has_said()
    {
        using var alice = await _server.SignInAsync("alice");
        using (var response = await alice.SayAsync("tour", "Where to?", key: "m1", query: "?detached=true"))
        {
            await ChatAnswer.ReadToAsync(response, "the");
        }

        await _server.StopAsync();

        await using var next = new ChatServer(_server.Folder);
        next.Model.GoOn();
        using var again = await next.SignInAsync("alice");
        Assert.Equal(["user: Where to?", "assistant: Take the"], await again.ReadAsync("tour"));
        Assert.Equal(Whole, (await again.AskAsync("tour", "Where to?", key: "m1")).Text);
        Assert.Equal(["user: Where to?", $"assistant: {Whole}"], await again.ReadAsync("tour"));
    }

    [Theory]
    [InlineData("tour", "")]
    [InlineData("tour", " \t\n")]
    [InlineData("tour", null)]
    [InlineData("to%01ur", "Where to?")]
    [InlineData("long", "Where to?")]
    public async Task What_can_be_no_message_and_no_id_is_the_client_s_fault(string id, string? text)
    {
        using var alice = await _server.SignInAsync("alice");

        using var response = await alice.SayAsync(id == "long" ? new string('x', 513) : id, text);

        await AssertProblem(HttpStatusCode.BadRequest, response);
        Assert.Empty(_server.Model.Requests);
        Assert.Empty(await alice.ListAsync());
    }

    [Fact]
    public async Task A_session_that_stays_busy_is_a_conflict()
    {
        await using var impatient = new ChatServer(queueTimeout: TimeSpan.FromMilliseconds(100));
        using var alice = await impatient.SignInAsync("alice");
        using var first = await alice.SayAsync("tour", "Where to?");
        await ChatAnswer.ReadToAsync(first, "the");

        using var second = await alice.SayAsync("tour", "And then?");

        await AssertProblem(HttpStatusCode.Conflict, second);
        impatient.Model.GoOn();
        await Eventually(async () => Assert.Equal(["user: Where to?", $"assistant: {Whole}"], await alice.ReadAsync("tour")));
    }

    [Theory]
    [InlineData("m1")]
    [InlineData("long")]
    public async Task A_key_of_another_message_or_none_at_all_cannot_be_processed(string key)
    {
        _server.Model.GoOn();
        using var alice = await _server.SignInAsync("alice");
        await alice.AskAsync("tour", "Where to?", key: "m1");

        using var response = await alice.SayAsync("tour", "And then?", key == "long" ? new string('x', 513) : key);

        await AssertProblem(HttpStatusCode.UnprocessableEntity, response);
    }

    [Fact]
    public async Task A_model_that_fails_is_a_problem_that_tells_nothing()
    {
        _server.Model.Answer = _ => throw new InvalidOperationException("secret");
        using var alice = await _server.SignInAsync("alice");

        using var response = await alice.SayAsync("tour", "Where to?");

        Assert.DoesNotContain("secret", await AssertProblem(HttpStatusCode.InternalServerError, response), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_fails_in_the_middle_breaks_the_stream_off()
    {
        _server.Model.Answer = _ => new TextContent("Take the !");
        using var alice = await _server.SignInAsync("alice");
        using var response = await alice.SayAsync("tour", "Where to?");

        await Assert.ThrowsAsync<HttpIOException>(() => ChatAnswer.ReadAsync(response));

        Assert.Equal(["user: Where to?", "assistant: Take the"], await alice.ReadAsync("tour"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?detached=true")]
    public async Task A_session_that_is_deleted_while_the_model_speaks_ends_the_stream_without_done(string query)
    {
        _server.Model.Answer = messages => new TextContent(messages.Length == 1 ? "Hello." : "Take the | northern path.");
        using var alice = await _server.SignInAsync("alice");
        await alice.AskAsync("tour", "Are you there?");
        using var response = await alice.SayAsync("tour", "Where to?", query: query);
        await ChatAnswer.ReadToAsync(response, "the");

        Assert.Equal(HttpStatusCode.NoContent, (await alice.DeleteAsync("sessions/tour")).StatusCode);

        Assert.DoesNotContain("done", await ChatAnswer.ReadToBreakAsync(response));
        Assert.Empty(await alice.ListAsync());
    }

    [Fact]
    public async Task Who_is_not_signed_in_has_no_sessions()
    {
        using var nobody = ChatBrowser.Anonymous(_server.Address);

        using var response = await nobody.SayAsync("tour", "Where to?");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task The_health_check_asks_the_store()
    {
        using var probe = ChatBrowser.Anonymous(_server.Address);
        Assert.Equal(HttpStatusCode.OK, (await probe.GetAsync("health")).StatusCode);

        foreach (var file in Directory.GetFiles(_server.Folder))
        {
            File.Delete(file);
        }

        Directory.CreateDirectory(_server.Database);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await probe.GetAsync("health")).StatusCode);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static async Task<string> AssertProblem(HttpStatusCode status, HttpResponseMessage response)
    {
        Assert.Equal((status, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        return await response.Content.ReadAsStringAsync();
    }

    private static async Task Eventually(Func<Task> assertion)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await assertion();
                return;
            }
            catch (Exception) when (attempt < 100)
            {
                await Task.Delay(50);
            }
        }
    }
}
