using Company.Models;
using Sessions.Agents;

namespace Providers;

/// <summary>Asks another agent, which has no session of its own.</summary>
public sealed class Rephrasing : AIContextProvider
{
    private readonly AIAgent _helper = Model.Connect("small").AsAIAgent(name: "Helper");

    public override async ValueTask InvokingAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        var question = turn.InputMessages[^1].Text;
        var clear = await _helper.RunAsync($"Say it clearly: {question}", cancellationToken: cancellationToken);
        turn.AddInstructions($"The user means: {clear.Text}");
    }
}
