using System.Text.Json;
using Microsoft.Agents.AI;

namespace Persistence;

public sealed class FileChat(AIAgent agent)
{
    public async Task ChatAsync(string path, string text, CancellationToken cancellationToken)
    {
        var session = await agent.CreateSessionAsync(cancellationToken);
        try
        {
            Console.WriteLine(await agent.RunAsync(text, session, cancellationToken: cancellationToken));
        }
        finally
        {
            JsonElement json = await agent.SerializeSessionAsync(session);
            await File.WriteAllTextAsync(path, json.GetRawText(), CancellationToken.None);
        }
    }
}
