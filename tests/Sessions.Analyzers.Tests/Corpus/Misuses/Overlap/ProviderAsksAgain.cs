using Company.Models;
using Sessions.Agents;

namespace Memory;

public sealed class SummaryProvider : AIContextProvider
{
    public override async ValueTask InvokedAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        if (turn.Session is { } session && turn.Response is not null)
        {
            var summary = await turn.Agent.RunAsync("Sum up so far.", session, cancellationToken: cancellationToken); // misuse: SESS306
            Console.WriteLine(summary.Text);
        }
    }
}
