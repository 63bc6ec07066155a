using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>What of the history is sent in a random conversation.</summary>
public enum PlannedView
{
    Everything,
    Turns,
    Messages,
    Tokens,
    Reducer,
}

/// <summary>A conversation that only a seed decides.</summary>
public sealed record ConversationPlan
{
#pragma warning disable CA5394 // Not for security: the same seed has to give the same conversation.
    private static readonly InterruptedTurns[] Modes = Enum.GetValues<InterruptedTurns>();
    private static readonly InterruptionKind[] Interruptions = Enum.GetValues<InterruptionKind>();

    public required int Seed { get; init; }

    /// <summary>Whether there is a tool that requires approval.</summary>
    public bool MayAsk { get; init; }

    /// <summary>Whether the calls of one answer run at the same time.</summary>
    public bool IsParallel { get; init; }

    public PlannedView View { get; init; }

    public int Limit { get; init; }

    public IReadOnlyList<ConversationStep> Steps { get; init; } = [];

    public static ConversationPlan Create(int seed)
    {
        var random = new Random(seed);
        var mayAsk = random.Next(3) > 0;
        return new ConversationPlan
        {
            Seed = seed,
            MayAsk = mayAsk,
            IsParallel = random.Next(2) == 0,
            View = random.Next(2) == 0 ? PlannedView.Everything : (PlannedView)random.Next(5),
            Limit = random.Next(1, 6),
            Steps = [.. Enumerable.Range(0, random.Next(3, 16)).Select(number => Step(random, number, mayAsk))],
        };
    }

    public override string ToString() =>
        $"seed {Seed}: {(MayAsk ? "with approvals, " : "")}{(IsParallel ? "parallel, " : "")}{View} {Limit}\n  {string.Join("\n  ", Steps)}";

    private static ConversationStep Step(Random random, int number, bool mayAsk) => random.Next(32) switch
    {
        0 => new Repeat(random.Next(2) == 0),
        1 or 2 => new SetOutside(random.Next(2) == 0, 1000 + number),
        3 => new ClearOutside(random.Next(2) == 0),
        4 => new Save(),
        5 => new RoundTrip(),
        6 => new Reload(),
        7 => new Switch(),
        8 or 9 => new Edit(random.Next(20), Turn(random, number, mayAsk)),
        10 => new Regenerate(Turn(random, number, mayAsk) with { IsKeyed = false }),
        11 or 12 => new Rewind(random.Next(20)),
        13 or 14 => new Fork(random.Next(20), random.Next(2) == 0),
        15 => new Visit(random.Next(20)),
        16 => new HandOff(),
        _ => Turn(random, number, mayAsk),
    };

    private static PlannedTurn Turn(Random random, int number, bool mayAsk)
    {
        var streamed = random.Next(2) == 0;
        var talk = new PlannedTurn
        {
            Word = $"w{number}",
            IsStreamed = streamed,
            Marks = random.Next(3) == 0,
            IsRepetitive = random.Next(2) == 0,
            Speaks = random.Next(3) == 0,
            Decisions = [.. Enumerable.Range(0, 4).Select(_ => random.Next(5) switch { 0 => default(bool?), 1 => false, _ => true })],
            Answers = Answers(random, number, mayAsk),
            Interrupted = Modes[random.Next(Modes.Length)],
        };
        return random.Next(5) switch
        {
            0 or 1 => talk with { Interruption = Interruption(random, streamed) },
            2 => talk with { IsKeyed = true },
            _ => talk,
        };
    }

    private static Interruption Interruption(Random random, bool streamed)
    {
        var kind = Interruptions[random.Next(1, streamed ? Interruptions.Length : (int)InterruptionKind.CancelInReader)];
        var at = kind is InterruptionKind.CancelInReader or InterruptionKind.ReaderLeaves ? random.Next(1, 10) : random.Next(3);
        return new Interruption(kind, at, random.Next(4));
    }

    private static List<ScriptedAnswer> Answers(Random random, int number, bool mayAsk)
    {
        var answers = new List<ScriptedAnswer>();
        for (var more = random.Next(3); more > 0; more--)
        {
            // Some services begin anew with their ids in every answer. A client that asks for approval needs other ids.
            var answer = mayAsk || random.Next(2) == 0 ? $"{answers.Count}-" : "";
            var calls = Enumerable.Range(0, random.Next(1, 4)).Select(i => new ScriptedCall($"c{number}-{answer}{i}", Tool(random, mayAsk)));
            answers.Add(new ScriptedAnswer(Words(random, 0), [.. calls]));
        }

        answers.Add(new ScriptedAnswer(Words(random, 1), []));
        return answers;
    }

    private static string Tool(Random random, bool mayAsk) => random.Next(8) switch
    {
        0 => ConversationTools.Fail,
        1 or 2 when mayAsk => ConversationTools.Pay,
        _ => ConversationTools.Add,
    };

    private static List<string> Words(Random random, int least) => [.. Enumerable.Range(0, random.Next(least, 4)).Select(word => $"word{word}")];
#pragma warning restore CA5394
}
