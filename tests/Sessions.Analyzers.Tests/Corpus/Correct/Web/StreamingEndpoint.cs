using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sessions;
using Sessions.Agents;

namespace Web;

public static class StreamingEndpoint
{
    public static void MapChat(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/stream", StreamAsync);

    private static async IAsyncEnumerable<string> StreamAsync(
        HttpContext context, AIAgent agent, string text, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var key = new SessionKey(context.User.Identity!.Name!, "stream");
        AgentSession session = await agent.GetSessionAsync(key, cancellationToken: cancellationToken);
        await foreach (var update in agent.RunStreamingAsync(text, session, cancellationToken: cancellationToken))
        {
            yield return update.Text;
        }
    }
}
