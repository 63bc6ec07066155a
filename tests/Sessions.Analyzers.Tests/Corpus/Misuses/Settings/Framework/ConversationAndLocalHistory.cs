using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

AIAgent agent = Model.Connect().AsAIAgent(new ChatClientAgentOptions
{
    Name = "Both",
    ChatHistoryProvider = new InMemoryChatHistoryProvider(),
    ChatOptions = new ChatOptions
    {
        Instructions = "Be kind.",
        ConversationId = "conv_42", // misuse: SESS205
    },
});

Console.WriteLine(await agent.RunAsync("Hello"));
