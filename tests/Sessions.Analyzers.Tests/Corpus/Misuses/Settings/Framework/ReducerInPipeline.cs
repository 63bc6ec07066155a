#pragma warning disable MEAI001
using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Pipelines;

public static class Agents
{
    public static AIAgent Create()
    {
        IChatClient client = Model.Connect()
            .AsBuilder()
            .UseFunctionInvocation()
            .UseChatReducer(new MessageCountingChatReducer(20)) // misuse: SESS205
            .Build();
        return client.AsAIAgent(name: "Reduced", tools: [AIFunctionFactory.Create(OfficeTools.GetStock)]);
    }
}
