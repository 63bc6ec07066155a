using Microsoft.Agents.AI;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace Hosting;

public interface ISessions
{
    Task<AgentSession> OpenAsync(string user, string id, CancellationToken cancellationToken);

    Task SaveAsync(string user, string id, AgentSession session, CancellationToken cancellationToken);
}

[ApiController]
public sealed class MessagesController([FromKeyedServices("Guide")] AIAgent agent, ISessions sessions) : ControllerBase
{
    [HttpPost("/messages/{id}")]
    public async Task<string> PostAsync(string id, [FromBody] string text, CancellationToken aborted)
    {
        var user = User.Identity!.Name!;
        AgentSession session = await sessions.OpenAsync(user, id, aborted);
        AgentResponse response = await agent.RunAsync(text, session, cancellationToken: aborted);
        await sessions.SaveAsync(user, id, session, aborted);
        return response.Text;
    }
}
