using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

IChatClient pipeline = Model.Connect().AsBuilder().UseFunctionInvocation().UseDistributedCacheStub().Build();
AIAgent agent = new ChatClientAgent(pipeline, new ChatClientAgentOptions
{
    Name = "Pipeline",
    UseProvidedChatClientAsIs = true,
    ChatOptions = new ChatOptions { Tools = [AIFunctionFactory.Create(OfficeTools.GetStock)] },
});
Console.WriteLine(await agent.RunAsync("How many chairs are there?"));

internal static class Steps
{
    public static ChatClientBuilder UseDistributedCacheStub(this ChatClientBuilder builder) => builder.Use((inner, _) => inner);
}
