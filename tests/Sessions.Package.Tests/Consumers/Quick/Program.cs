using Consumer;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Sessions;
using Sessions.Agents;

// consumer DATABASE MESSAGE: one turn of session "s"; prints the answer and what the state and the audit know.
var services = new ServiceCollection();
services.AddSingleton<IChatClient, EchoChatClient>();
services.AddSingleton<AuditLog>();
services.AddAgentSessions()
    .UseSqlite($"Data Source={args[0]}")
    .AddConsumerSessions()
    .AddAgent("guide", (_, options) => options.ProviderNames.Add("audit"));

await using var provider = services.BuildServiceProvider();
var agent = provider.GetRequiredKeyedService<AIAgent>("guide");
var session = await agent.GetSessionAsync("s");

#if NET10_0_OR_GREATER
session.Visits = session.Visits with { Count = session.Visits.Count + 1, Messages = session.Visits.Messages.Add(args[1]) };
#else
session.UpdateVisits(visits => visits with { Count = visits.Count + 1, Messages = visits.Messages.Add(args[1]) });
#endif
AgentResponse response = await agent.RunAsync(args[1], session);

Console.WriteLine($"answer: {response.Text}");
Console.WriteLine($"visits: {session.GetVisits().Count} [{string.Join(", ", session.GetVisits().Messages)}]");
Console.WriteLine($"audited: {string.Join(" | ", provider.GetRequiredService<AuditLog>().Texts)}");
Console.WriteLine($"document: {(await agent.SerializeSessionAsync(session)).GetProperty("turns").GetArrayLength()} turns");
