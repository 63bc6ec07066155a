using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Escalation;

internal static class Program
{
    private static async Task Main()
    {
        AIAgent first = Model.Connect("mini").AsAIAgent(name: "FirstLevel");
        AIAgent second = Model.Connect("max").AsAIAgent(name: "SecondLevel");
        var session = await first.CreateSessionAsync();

        while (true)
        {
            var question = Console.ReadLine();
            if (string.IsNullOrEmpty(question))
            {
                break;
            }

            AgentResponse response;
            try
            {
                response = await first.RunAsync(question, session);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                response = await second.RunAsync(question, session); // misuse: SESS301
            }

            Console.WriteLine(response.Text);
        }
    }
}
