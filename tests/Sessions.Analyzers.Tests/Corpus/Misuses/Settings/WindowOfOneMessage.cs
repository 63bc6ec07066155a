using Company.Models;
using Sessions;
using Sessions.Agents;

AIAgent agent = Model.Connect().AsAIAgent(new ChatClientAgentOptions
{
    Name = "Forgetful",
    SessionStore = new InMemorySessionStore(),
    View = new HistoryView { MaxMessages = 1 }, // misuse: SESS203
});

AgentSession session = await agent.GetSessionAsync("forgetful-1");
Console.WriteLine((await agent.RunAsync("My name is Bo.", session)).Text);
