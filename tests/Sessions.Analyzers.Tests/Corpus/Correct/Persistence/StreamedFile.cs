using Company.Models;
using Sessions.Agents;

namespace Persistence;

public sealed class SessionFile(string path)
{
    private readonly AIAgent _agent = Model.Connect().AsAIAgent(name: "Streamed");

    public async Task<AgentSession> LoadAsync(CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        return await _agent.DeserializeSessionAsync(file, cancellationToken);
    }

    public async Task SaveAsync(AgentSession session, CancellationToken cancellationToken)
    {
        var temporary = path + ".new";
        await using (var file = File.Create(temporary))
        {
            await _agent.SerializeSessionAsync(session, file, cancellationToken);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
