using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Sessions;
using Sessions.Agents;

namespace Web;

public sealed record Question(string Conversation, string Text);

[Authorize]
[ApiController]
[Route("chat")]
public sealed class ChatController([FromKeyedServices("Guide")] AIAgent agent) : ControllerBase
{
    [HttpPost]
    public async Task<ActionResult<string>> AskAsync(Question question, CancellationToken cancellationToken)
    {
        var key = new SessionKey(User.Identity!.Name!, question.Conversation);
        try
        {
            var session = await agent.GetSessionAsync(key, cancellationToken: cancellationToken);
            return (await agent.RunAsync(question.Text, session, cancellationToken: cancellationToken)).Text;
        }
        catch (SessionConflictException conflict)
        {
            return Conflict(conflict.Message);
        }
        catch (SessionBusyException)
        {
            return StatusCode(429);
        }
    }
}
