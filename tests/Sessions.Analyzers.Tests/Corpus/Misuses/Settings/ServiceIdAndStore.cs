using Company.Models;
using Microsoft.Extensions.AI;
using Sessions;
using Sessions.Agents;

var store = new InMemorySessionStore();
var agent = new ChatClientAgent(Model.Connect(), new ChatClientAgentOptions
{
    Name = "Threads",
    SessionStore = store,
    ChatOptions = new ChatOptions { ConversationId = "thread_123" }, // misuse: SESS205
});

AgentSession session = await agent.GetSessionAsync("local-1");
Console.WriteLine((await agent.RunAsync("Hello", session)).Text);
