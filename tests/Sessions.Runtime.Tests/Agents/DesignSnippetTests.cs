using System.Text.Json;
using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.Agents;

/// <summary>The public face of agents and sessions as it was designed, word for word: it compiles, and does what it says.</summary>
[Collection(nameof(DesignSnippetTests))]
[CollectionDefinition(nameof(DesignSnippetTests), DisableParallelization = true)]
public class DesignSnippetTests
{
    [Fact]
    public async Task The_snippet_of_agents_and_sessions_runs()
    {
        using var chatClient = new QueuedAnswerClient();
        chatClient.Answer("Hello Alice.").Answer("You love hiking.").Answer("Once upon a time.");
        using var console = new StringWriter();
        var standardOutput = Console.Out;
        Console.SetOut(console);

#pragma warning disable format, IDE0011 // The snippet stands as the design has it.
        AIAgent agent = chatClient.AsAIAgent(name: "ConversationAgent", instructions: "You are a friendly assistant. Keep your answers brief.");

        AgentSession session = await agent.CreateSessionAsync();
        AgentResponse first  = await agent.RunAsync("My name is Alice and I love hiking.", session: session);
        AgentResponse second = await agent.RunAsync("What do you remember about me?", session: session);
        Console.WriteLine($"Agent: {second.Messages.LastOrDefault()?.Text}");      // also second.Text

        await foreach (AgentResponseUpdate update in agent.RunStreamingAsync("Tell me a story", session: session))
            Console.Write(update.Text);                                            // history is updated when the stream completes

        Console.WriteLine(session.Id);
        AgentSession named   = await agent.CreateSessionAsync(sessionId: "user-123-conversation-456");   // fails if the store has it
        AgentSession resumed = await agent.GetSessionAsync(sessionId: "user-123-conversation-456");      // loads it, or creates it
        AgentSession remote  = await agent.GetSessionAsync(serviceSessionId: "azure-thread-abc123", sessionId: "local-session-789");
        await agent.RunAsync("Hello", options: new ChatClientAgentRunOptions { ChatOptions = new() { ConversationId = "azure-thread-abc123" } });

        JsonElement saved = await agent.SerializeSessionAsync(session);
        AgentSession restored = await agent.DeserializeSessionAsync(saved);
#pragma warning restore format, IDE0011
        Console.SetOut(standardOutput);

        Assert.Equal("Hello Alice.", first.Text);
        Assert.Equal($"Agent: You love hiking.\nOnce upon a time.{session.Id}\n", console.ToString().ReplaceLineEndings("\n"));
        Assert.Equal(3, session.Revision);
        Assert.Equal("user-123-conversation-456", named.Id);
        Assert.Equal("user-123-conversation-456", resumed.Id);
        Assert.Equal(("local-session-789", "azure-thread-abc123"), (remote.Id, remote.ServiceSessionId));
        Assert.Equal("azure-thread-abc123", chatClient.Last.Options!.ConversationId);
        Assert.Equal((session.Id, session.Revision), (restored.Id, restored.Revision));
    }
}
