using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

AIAgent plain = Model.Connect().AsAIAgent(name: "Plain");
AIAgent agent = plain
    .AsBuilder()
    .Use(
        async (messages, session, options, inner, cancellationToken) =>
        {
            Console.WriteLine($"{messages.Count()} messages");
            return await inner.RunAsync(messages, session, options, cancellationToken);
        },
        runStreamingFunc: null)
    .Build();

AgentSession session = await plain.CreateSessionAsync();
Console.WriteLine(await agent.RunAsync("Hello", session));
Console.WriteLine(await plain.RunAsync("Hello", session));
