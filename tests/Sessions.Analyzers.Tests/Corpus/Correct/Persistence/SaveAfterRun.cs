using Sessions;
using Sessions.Agents;

namespace Persistence;

[AgentSessionState]
public sealed partial class Draft
{
    public string Text { get; set; } = "";
}

public sealed class Editor(AIAgent agent)
{
    public async Task WriteAsync(SessionKey key, string text, CancellationToken cancellationToken)
    {
        AgentSession session = await agent.GetSessionAsync(key, cancellationToken: cancellationToken);
        session.SetDraft(new Draft { Text = text });
        await agent.SaveSessionAsync(session, cancellationToken);
    }
}
