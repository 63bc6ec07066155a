using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Testing;

public sealed class Evaluation(AIAgent baseline, AIAgent candidate, AIAgent judge)
{
    public async Task<int> RunAsync(IEnumerable<string> questions)
    {
        var won = 0;
        foreach (var question in questions)
        {
            var answers = await Task.WhenAll(baseline.RunAsync(question), candidate.RunAsync(question));
            var verdict = await judge.RunAsync($"Which is better?\nA: {answers[0].Text}\nB: {answers[1].Text}");
            won += verdict.Text.StartsWith('B') ? 1 : 0;
        }

        return won;
    }
}
