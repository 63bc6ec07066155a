#pragma warning disable MAAI001, MEAI001
using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace PerCall;

public static class Agents
{
    public static AIAgent Create() => Model.Connect().AsAIAgent(new ChatClientAgentOptions
    {
        Name = "PerCall",
        RequirePerServiceCallChatHistoryPersistence = true,
        ChatHistoryProvider = new InMemoryChatHistoryProvider(new InMemoryChatHistoryProviderOptions
        {
            ChatReducer = new MessageCountingChatReducer(10), // misuse: SESS205
        }),
        ChatOptions = new ChatOptions { Tools = [AIFunctionFactory.Create(OfficeTools.GetStock)] },
    });
}
