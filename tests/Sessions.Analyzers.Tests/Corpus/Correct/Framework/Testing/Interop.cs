using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Sessions;

namespace Testing;

// Our store and our agents beside the framework's.
public static class Interop
{
    public static async Task<string> RunAsync(Sessions.Agents.AIAgent ours, string text)
    {
        AIAgent theirs = Model.Connect().AsAIAgent(name: "Theirs");
        AgentSession session = await theirs.CreateSessionAsync();
        var draft = await theirs.RunAsync(text, session);

        Sessions.Agents.AgentSession own = await ours.GetSessionAsync(new SessionKey("acme", "interop"));
        return (await ours.RunAsync(draft.Text, own)).Text;
    }
}
