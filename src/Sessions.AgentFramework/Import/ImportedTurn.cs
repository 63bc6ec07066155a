using Microsoft.Extensions.AI;

namespace Sessions.AgentFramework.Import;

/// <summary>Messages of a history that belong to one turn.</summary>
/// <param name="Messages">The messages, the input first.</param>
/// <param name="InputCount">How many of them are input.</param>
internal sealed record ImportedTurn(IReadOnlyList<ChatMessage> Messages, int InputCount)
{
    /// <summary>The time that the messages themselves say, if they do.</summary>
    public DateTimeOffset? SaidAt => Messages.Max(message => message.CreatedAt);

    /// <summary>Parts a history into turns: each begins where somebody speaks after the model or a tool has.</summary>
    public static IReadOnlyList<ImportedTurn> PartsOf(IReadOnlyList<ChatMessage> messages)
    {
        var turns = new List<ImportedTurn>();
        for (var start = 0; start < messages.Count;)
        {
            var answer = IndexOf(messages, start, isAnswer: true);
            var next = IndexOf(messages, answer, isAnswer: false);
            turns.Add(new ImportedTurn([.. messages.Skip(start).Take(next - start)], answer - start));
            start = next;
        }

        return turns;
    }

    private static int IndexOf(IReadOnlyList<ChatMessage> messages, int start, bool isAnswer)
    {
        while (start < messages.Count && IsAnswer(messages[start]) != isAnswer)
        {
            start++;
        }

        return start;
    }

    private static bool IsAnswer(ChatMessage message) => message.Role == ChatRole.Assistant || message.Role == ChatRole.Tool;
}
