using System.Text.Json;
using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Files;

public sealed class FileChat
{
    private readonly AIAgent _agent = Model.Connect().AsAIAgent(name: "Files");

    public async Task ChatAsync(string path, string text, CancellationToken cancellationToken)
    {
        var session = await _agent.CreateSessionAsync(cancellationToken);
        try
        {
            Console.WriteLine(await _agent.RunAsync(text, session, cancellationToken: cancellationToken));
        }
        finally
        {
            JsonElement json = await _agent.SerializeSessionAsync(session, cancellationToken: cancellationToken); // misuse: SESS310
            await File.WriteAllTextAsync(path, json.GetRawText(), CancellationToken.None);
        }
    }
}
