using Company.Models;
using Sessions;
using Sessions.Agents;

namespace Notes;

public sealed class NoteTaker(SessionStore store)
{
    public async Task RunAsync(string[] notes, CancellationToken cancellationToken)
    {
        AIAgent taker = Model.Connect().AsAIAgent(new ChatClientAgentOptions { Name = "NoteTaker", SessionStore = store });
        AIAgent sorter = Model.Connect().AsAIAgent(new ChatClientAgentOptions { Name = "Sorter", SessionStore = store });

        AgentSession session = await taker.GetSessionAsync("notes", cancellationToken: cancellationToken);
        foreach (var note in notes)
        {
            await taker.RunAsync(note, session, cancellationToken: cancellationToken);
        }

        await sorter.SaveSessionAsync(session, cancellationToken); // misuse: SESS301
    }
}
