using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Consumer;

/// <summary>An agent of the other package, whose extension method lies in the namespace of the model's types.</summary>
public static class Theirs
{
    public static async Task<string> AskAsync(IChatClient chatClient, string question) => (await chatClient.AsAIAgent().RunAsync(question)).Text;
}
