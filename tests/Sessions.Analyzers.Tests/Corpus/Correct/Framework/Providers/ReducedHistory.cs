#pragma warning disable MEAI001
using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

AIAgent agent = Model.Connect().AsAIAgent(new ChatClientAgentOptions
{
    Name = "Reduced",
    ChatOptions = new ChatOptions { Instructions = "Be brief." },
    ChatHistoryProvider = new InMemoryChatHistoryProvider(new InMemoryChatHistoryProviderOptions
    {
        ChatReducer = new MessageCountingChatReducer(20),
    }),
});
AgentSession session = await agent.CreateSessionAsync();
Console.WriteLine(await agent.RunAsync("Hello", session));
