using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Interviews;

public static class Interview
{
    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        var interviewer = Model.Connect().AsAIAgent(name: "Interviewer");
        var candidate = Model.Connect().AsAIAgent(name: "Candidate");
        var interviewerSession = await interviewer.CreateSessionAsync(cancellationToken);
        var candidateSession = await candidate.CreateSessionAsync(cancellationToken);

        var message = "Introduce yourself.";
        for (var i = 0; i < 5; i++)
        {
            message = (await candidate.RunAsync(message, interviewerSession, cancellationToken: cancellationToken)).Text; // misuse: SESS301
            message = (await interviewer.RunAsync(message, interviewerSession, cancellationToken: cancellationToken)).Text;
        }

        Console.WriteLine(candidateSession);
    }
}
