using System.Text.Json;
using Microsoft.Agents.AI;                       // AIAgent and AgentSession are the framework's here
using Microsoft.Extensions.AI;
using Sessions;
using Sessions.AgentFramework;

AIAgent agent = chatClient.AsAIAgent(name: "Guide", instructions: "…");
AgentSession session = await agent.CreateSessionAsync();
session.SetTravelPreferences(new() { UserName = "Alice" });                     // generated; the same names as in 3.2
session.UpdateTravelPreferences(p => p with { Interests = p.Interests.Add("hiking") });
TravelPreferences p = session.GetState<TravelPreferences>();                     // the generic form: GetState, SetState, UpdateState, TryGetState, ClearState
session.SetSessionKey(new SessionKey("acme", "alice-42"));                       // what history providers go by; GetSessionKey()
JsonElement saved = await agent.SerializeSessionAsync(session);                  // the state is in it, with its version

ChatHistoryProvider history = new DatabaseHistoryProvider(db).AsChatHistoryProvider();   // any HistoryProvider of ours

SessionsAgent durable = agent.WithSessions(new SqliteSessionStore("Data Source=sessions.db"));   // a DelegatingAIAgent with promises 1 to 11; + (SessionStore, SessionsAgentOptions)
AgentSession resumed = await durable.GetSessionAsync(new SessionKey("acme", "alice-42"));   // + (string id), serviceSessionId; FindSessionAsync, ReadMessagesAsync, ForkSessionAsync, RewindSessionAsync, ListSessionsAsync, DeleteSessionAsync
AgentResponse again = await durable.RunAsync("Hello again.", resumed, new AgentRunOptions().WithTurnKey("order-4711"));
IReadOnlyList<TurnIssue> issues = again.GetIssues();   string? turn = again.GetTurnId();

AIAgent ours = ourAgent.AsAgentFrameworkAgent();                                  // ourAgent: a Sessions.Agents.AIAgent; now in the framework's workflows and hosts

Console.WriteLine($"state: {p.UserName} likes {string.Join(", ", p.Interests)}, version {saved.GetProperty("stateBag").GetProperty("TravelPreferences.$version")}");
Console.WriteLine($"key: {session.GetSessionKey()}");
Console.WriteLine($"again: {again.Text}, in turn {turn}");
Console.WriteLine($"issues: {string.Join(", ", issues.Select(issue => issue.Kind))}");
Console.WriteLine($"resumed: {(await durable.RunAsync("And now?", resumed)).Text}");
resumed.UpdateTravelPreferences(known => known with { Interests = known.Interests.Add("skiing") });
Console.WriteLine($"pointer: {await durable.SerializeSessionAsync(resumed)}");
Console.WriteLine($"kept: {string.Join(", ", resumed.GetTravelPreferences().Interests)}");

AIAgent remembering = chatClient.AsAIAgent(new ChatClientAgentOptions { Name = "Guide", ChatHistoryProvider = history });
await remembering.RunAsync("Where to?", session);
Console.WriteLine($"history: {(await remembering.RunAsync("In May.", session)).Text}");
Console.WriteLine($"ours: {(await ours.RunAsync("And you?")).Text}");
