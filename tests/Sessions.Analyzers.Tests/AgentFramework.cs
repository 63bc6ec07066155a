namespace Sessions.Analyzers.Tests;

/// <summary>The part of Microsoft Agent Framework's API that the rules are about, for sources that use it.</summary>
internal static class AgentFramework
{
    public const string Source = """
        #nullable enable
        namespace Microsoft.Agents.AI
        {
            public abstract class AgentSession;

            public class AgentRunOptions;

            public class AgentResponse;

            public class AgentResponseUpdate;

            public abstract class AIAgent
            {
                public virtual string Id => "";
                public virtual string? Name => null;
                public System.Threading.Tasks.ValueTask<AgentSession> CreateSessionAsync(System.Threading.CancellationToken cancellationToken = default) => default;
                public System.Threading.Tasks.Task<AgentResponse> RunAsync(string message, AgentSession? session = null, AgentRunOptions? options = null, System.Threading.CancellationToken cancellationToken = default) => null!;
                public System.Collections.Generic.IAsyncEnumerable<AgentResponseUpdate> RunStreamingAsync(string message, AgentSession? session = null, AgentRunOptions? options = null, System.Threading.CancellationToken cancellationToken = default) => null!;
                public System.Threading.Tasks.ValueTask<System.Text.Json.JsonElement> SerializeSessionAsync(AgentSession session, System.Text.Json.JsonSerializerOptions? jsonSerializerOptions = null, System.Threading.CancellationToken cancellationToken = default) => default;
                public System.Threading.Tasks.ValueTask<AgentSession> DeserializeSessionAsync(System.Text.Json.JsonElement serializedState, System.Text.Json.JsonSerializerOptions? jsonSerializerOptions = null, System.Threading.CancellationToken cancellationToken = default) => default;
            }

            public class DelegatingAIAgent(AIAgent innerAgent) : AIAgent
            {
                public AIAgent InnerAgent => innerAgent;
            }

            public sealed class LoggingAgent(AIAgent innerAgent, string category) : DelegatingAIAgent(innerAgent)
            {
                public string Category => category;
            }

            public sealed class RoutingAgent(AIAgent first, AIAgent second) : AIAgent
            {
                public AIAgent First => first;
                public AIAgent Second => second;
            }

            public sealed class TeamAgent(AIAgent lead, AIAgent[] others) : AIAgent
            {
                public AIAgent Lead => lead;
                public int Size => others.Length;
            }

            public sealed class OwnAgent : AIAgent;

            public sealed class ChatClientAgentOptions
            {
                public string? Id { get; set; }
                public string? Name { get; set; }
                public string? Description { get; set; }
            }

            public sealed class ChatClientAgent : AIAgent
            {
                public ChatClientAgent(Microsoft.Extensions.AI.IChatClient chatClient, string? instructions = null, string? name = null, string? description = null)
                {
                }

                public ChatClientAgent(Microsoft.Extensions.AI.IChatClient chatClient, ChatClientAgentOptions? options)
                {
                }
            }
        }

        namespace Microsoft.Extensions.AI
        {
            public static class ChatClientExtensions
            {
                public static Microsoft.Agents.AI.ChatClientAgent AsAIAgent(this IChatClient chatClient, string? instructions = null, string? name = null, string? description = null) =>
                    new(chatClient, instructions, name, description);

                public static Microsoft.Agents.AI.ChatClientAgent AsAIAgent(this IChatClient chatClient, Microsoft.Agents.AI.ChatClientAgentOptions? options) => new(chatClient, options);
            }
        }
        """;
}
