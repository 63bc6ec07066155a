using Company.Models;
using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Wrappers;

public static class InvokingPipeline
{
    public static AIAgent Create() => new ChatClientAgent(
        Model.Connect().AsBuilder().UseFunctionInvocation().Build(),
        new ChatClientAgentOptions
        {
            Name = "Invoking",
            UseProvidedChatClientAsIs = true,
            ChatOptions = new ChatOptions { Tools = [AIFunctionFactory.Create(OfficeTools.GetWeather)] },
        });
}
