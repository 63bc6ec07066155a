using Microsoft.Extensions.AI;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework.Tests;

/// <summary>Makes agents of the framework: its own <c>AsAIAgent</c> is ours too.</summary>
internal static class FrameworkAgents
{
    public static Framework.ChatClientAgent AsFrameworkAgent(this IChatClient client, Framework.ChatClientAgentOptions? options = null) => new(client, options ?? new() { Name = "Guide" });
}
