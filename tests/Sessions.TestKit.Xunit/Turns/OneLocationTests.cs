using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>Store objects that keep the same sessions are one store: their turns queue, and sessions are handed over between them.</summary>
public abstract class OneLocationTests
{
    private const int Runs = 16;

    /// <summary>Makes store objects of one location, in pairs that are named for what tells the two apart.</summary>
    protected abstract (SessionStore One, SessionStore Other) CreateStores(string pair);

    /// <summary>Checks a pair.</summary>
    protected async Task CheckAsync(string pair)
    {
        var (one, other) = CreateStores(pair);
        Assert.Equal(one.Location, other.Location);
        Assert.Equal(one.Location.GetHashCode(), other.Location.GetHashCode());
        await TurnsQueueAsync(one, other);
        await SessionsAreHandedOverAsync(one, other);
    }

    private static async Task TurnsQueueAsync(SessionStore one, SessionStore other)
    {
        var (running, most) = (0, 0);
        var model = new ScriptedModel(request => ModelAnswer.Of($"re {request.Messages[^1].Text}").After(async token =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Delay(1, token);
            Interlocked.Decrement(ref running);
        }));
        var agents = new[] { one, other }.Select(store => model.AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = store })).ToArray();
        var sessions = await Task.WhenAll(agents.Select(agent => agent.GetSessionAsync("overlap").AsTask()));

        var answers = await Task.WhenAll(Enumerable.Range(0, Runs).Select(number => Task.Run(() => agents[number % 2].RunAsync($"run {number}", sessions[number % 2]))));

        Assert.Equal(1, most);
        Assert.Equal(Enumerable.Range(0, Runs).Select(number => $"re run {number}"), answers.Select(answer => answer.Text));
        var last = await agents[0].GetSessionAsync("overlap");
        Assert.Equal(Runs, last.Revision);
        var inputs = await agents[0].ReadMessagesAsync(last).Where(message => message.Role == ChatRole.User).Select(message => message.Text).ToListAsync();
        Assert.Equal(Enumerable.Range(0, Runs).Select(number => $"run {number}").Order(StringComparer.Ordinal), inputs.Order(StringComparer.Ordinal));
    }

    private static async Task SessionsAreHandedOverAsync(SessionStore one, SessionStore other)
    {
        var model = new ScriptedModel(request => ModelAnswer.Of($"{request.Messages.Count}"));
        var giver = model.AsAIAgent(new ChatClientAgentOptions { Name = "Giver", SessionStore = one });
        var recipient = model.AsAIAgent(new ChatClientAgentOptions { Name = "Recipient", SessionStore = other });
        var session = await giver.GetSessionAsync("handed over");
        await giver.RunAsync("before", session);

        await giver.HandOffAsync(session, recipient);

        Assert.Equal("3", (await recipient.RunAsync("after", await recipient.GetSessionAsync("handed over"))).Text);
        await Assert.ThrowsAsync<SessionMismatchException>(() => giver.RunAsync("again", session));
    }
}
