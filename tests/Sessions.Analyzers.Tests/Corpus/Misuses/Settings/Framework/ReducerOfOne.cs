#pragma warning disable MEAI001
using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

var agent = Model.Connect().AsAIAgent(new ChatClientAgentOptions
{
    Name = "Short",
    ChatHistoryProvider = new InMemoryChatHistoryProvider(new InMemoryChatHistoryProviderOptions
    {
        ChatReducer = new MessageCountingChatReducer(1), // misuse: SESS203
    }),
});

AgentSession session = await agent.CreateSessionAsync();
Console.WriteLine(await agent.RunAsync("My favourite colour is blue.", session));
Console.WriteLine(await agent.RunAsync("What is it?", session));
