using Company.Models;
using Sessions;
using Sessions.Agents;

AIAgent agent = Model.Connect().AsAIAgent(new ChatClientAgentOptions
{
    Name = "Windowed",
    SessionStore = new InMemorySessionStore(),
    View = new HistoryView { MaxTurns = 6, MaxMessages = 40, MaxTokens = 8_000 },
});
AgentSession session = await agent.GetSessionAsync("windowed");
for (var i = 0; i < 20; i++)
{
    await agent.RunAsync($"Question {i}", session);
}
