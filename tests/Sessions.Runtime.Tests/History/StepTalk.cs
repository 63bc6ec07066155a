using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.History;

/// <summary>What the turns of a conversation are like.</summary>
public enum Shape
{
    Even,
    Uneven,
    WithTools,
}

/// <summary>A growing conversation, and how much of each request was the beginning of the one before.</summary>
internal sealed class StepTalk(HistoryView view, Shape shape, SessionStore? store = null)
{
    private readonly List<string> _texts = [];
    private readonly List<int?> _reported = [];
    private readonly List<long> _measured = [];
    private readonly List<int> _counts = [];
    private readonly Random _random = new(7);

    /// <summary>Whether each turn is run by a process of its own.</summary>
    public bool LoadsEachTime { get; init; }

    /// <summary>Whether each turn is run again.</summary>
    public bool Regenerates { get; init; }

    /// <summary>The characters of all requests.</summary>
    public long Sent { get; private set; }

    /// <summary>Those that were a prefix of the request before.</summary>
    public long Unchanged { get; private set; }

    public IReadOnlyList<string> Texts => _texts;

    public IReadOnlyList<int?> Reported => _reported;

    /// <summary>The characters of the whole messages that were a prefix of the request before.</summary>
    public IReadOnlyList<long> Measured => _measured;

    /// <summary>How many messages of the history were sent.</summary>
    public IReadOnlyList<int> Counts => _counts;

    public static double MessagesPerTurn(Shape shape) => shape == Shape.WithTools ? 3 : 2;

    public static double CharactersPerTurn(Shape shape) => shape switch
    {
        Shape.Even => 240,
        Shape.Uneven => 310,
        _ => 260,
    };

    public static int Common(string one, string other)
    {
        var length = 0;
        while (length < Math.Min(one.Length, other.Length) && one[length] == other[length])
        {
            length++;
        }

        return length;
    }

    public async Task RunAsync(int requests)
    {
        var client = new QueuedAnswerClient();
        ChatClientAgent Agent() => client.AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = store, View = view });
        var agent = Agent();
        var session = await agent.GetSessionAsync("s");
        List<string> before = [];
        for (var number = 0; number < requests; number++)
        {
            if (LoadsEachTime)
            {
                agent = Agent();
                session = await agent.GetSessionAsync("s");
            }

            Script(client, number);
            var response = await agent.RunAsync(Question(number), session);
            before = Measure(client.Last.Messages, response, before);
            if (Regenerates)
            {
                Script(client, number);
                await agent.RegenerateAsync(session);
            }
        }
    }

    private List<string> Measure(IReadOnlyList<ChatMessage> messages, AgentResponse response, List<string> before)
    {
        List<string> texts = [.. messages.Select(Text)];
        var request = string.Concat(texts);
        _texts.Add(request);
        _reported.Add(response.UnchangedPrefixLength);
        _counts.Add(messages.Count - 1);
        Sent += request.Length;
        Unchanged += Common(string.Concat(before), request);
        _measured.Add(texts.Zip(before).TakeWhile(pair => pair.First == pair.Second).Sum(pair => (long)pair.First.Length - 1));
        return texts;
    }

    private static string Text(ChatMessage message) => message.Role.Value[..1] + string.Concat(message.Contents.Select(content => content switch
    {
        TextContent text => text.Text,
        FunctionCallContent call => call.Name + call.CallId,
        FunctionResultContent result => $"{result.Result}",
        _ => "",
    }));

    private string Question(int number) => $"question {number} ".PadRight(Length(40), '?');

    private void Script(QueuedAnswerClient client, int number)
    {
        List<ChatMessage> said = [new(ChatRole.Assistant, $"answer {number} ".PadRight(Length(200), '!'))];
        if (shape == Shape.WithTools && number % 2 == 0)
        {
            said.InsertRange(0, [new(ChatRole.Assistant, [new FunctionCallContent($"c{number}", "tool")]), new(ChatRole.Tool, [new FunctionResultContent($"c{number}", "result")])]);
        }

        client.Answer((_, _) => Task.FromResult(new ChatResponse([.. said])));
    }

    private int Length(int usual) => shape == Shape.Even ? usual : _random.Next(usual / 4, usual * 9 / 4);
}
