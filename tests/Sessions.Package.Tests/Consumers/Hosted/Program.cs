using Consumer;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Sessions;
using Sessions.Agents;

// hosted CONNECTION-STRING MESSAGE: one turn of session "s"; prints the answer, the state, the fork's turns and what is found.
var services = new ServiceCollection();
services.AddSingleton<IChatClient, EchoChatClient>();
services.AddAgentSessions().UsePostgreSql(args[0]).AddAgent("guide");

await using var provider = services.BuildServiceProvider();
var agent = provider.GetRequiredKeyedService<AIAgent>("guide");
var session = await agent.GetSessionAsync("s");

session.UpdateVisits(visits => visits with { Count = visits.Count + 1 });
AgentResponse response = await agent.RunAsync(args[1], session, new AgentRunOptions { TurnKey = args[1] });
await agent.UpdateDetailsAsync(session, known => known with { Title = "A talk", Metadata = known.Metadata.SetItem("place", "hut") });
var fork = await agent.ForkSessionAsync(session);

var found = 0;
await foreach (SessionSummary summary in agent.ListSessionsAsync(new SessionQuery { Text = "alice", Metadata = session.Details.Metadata }))
{
    found++;
}

Console.WriteLine($"answer: {response.Text}");
Console.WriteLine($"visits: {session.GetVisits().Count}, {fork.GetVisits().Count}");
Console.WriteLine($"found: {found}");

[AgentSessionState]
public sealed partial record Visits
{
    public int Count { get; init; }
}
