using Company.Models;
using Sessions;
using Sessions.Agents;

namespace Mail;

public static class Inbox
{
    public static async Task SortAsync(IEnumerable<string> mails, CancellationToken cancellationToken)
    {
        var agent = new ChatClientAgent(
            Model.Connect(),
            new ChatClientAgentOptions { Name = "Sorter", ConcurrentTurns = ConcurrentTurns.Reject });
        var session = await agent.CreateSessionAsync(cancellationToken);
        await Parallel.ForEachAsync(mails, cancellationToken, async (mail, token) =>
        {
            var folder = await agent.RunAsync(mail, session, cancellationToken: token); // misuse: SESS304
            Console.WriteLine(folder.Text);
        });
    }
}
