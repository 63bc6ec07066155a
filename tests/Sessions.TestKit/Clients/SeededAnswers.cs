using Microsoft.Extensions.AI;

namespace Sessions.TestKit;

/// <summary>Answers that only a seed, the number of the request and what it holds decide.</summary>
public static class SeededAnswers
{
    public static ModelAnswer Create(int seed, ModelRequest request, int maximumCalls)
    {
#pragma warning disable CA5394 // Not for security: the same seed has to give the same answers.
        var random = new Random(unchecked((seed * 7919) + request.Number));
        var answer = ModelAnswer.Nothing;
        if (random.Next(4) == 0)
        {
            answer = answer.Think($"thought {request.Number}");
        }

        AITool[] tools = [.. request.Options?.Tools ?? []];
        if (tools.Length > 0 && CallsInARow(request) < maximumCalls && random.Next(2) == 0)
        {
            answer = random.Next(3) == 0 ? answer.Say($"calling {request.Number}") : answer;
            for (var i = random.Next(1, 4); i > 0; i--)
            {
                answer = answer.Call($"{request.AnswerId}-{i}", tools[random.Next(tools.Length)].Name, ("value", random.Next(100)));
            }
        }
        else
        {
            answer = answer.Say(string.Join(' ', Enumerable.Range(0, random.Next(1, 6)).Select(word => $"w{request.Number}.{word}")));
        }

        return random.Next(2) == 0 ? answer.Using(random.Next(1, 100), random.Next(1, 100)) : answer;
#pragma warning restore CA5394
    }

    private static int CallsInARow(ModelRequest request) => request.Messages
        .Reverse()
        .TakeWhile(message => message.Role != ChatRole.User)
        .Count(message => message.Contents.Any(content => content is FunctionCallContent));
}
