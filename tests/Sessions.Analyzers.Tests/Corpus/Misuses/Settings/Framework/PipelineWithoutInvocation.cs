using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Raw;

public sealed class RawAgentFactory
{
    public AIAgent Create() => new ChatClientAgent(Model.Connect(), new ChatClientAgentOptions
    {
        Name = "Raw",
        ChatOptions = new ChatOptions { Tools = [AIFunctionFactory.Create(OfficeTools.GetWeather)] }, // misuse: SESS206
        UseProvidedChatClientAsIs = true,
    });
}
