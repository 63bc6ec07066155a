using Sessions.Agents;

namespace Sessions.Benchmarks;

/// <summary>A slot of about 65 bytes that every turn changes.</summary>
[AgentSessionState]
public sealed partial record Progress
{
    public int Step { get; init; }

    public string Place { get; init; } = "somewhere between the hut and the pass";
}

/// <summary>What is said in the benchmarks of stores: two messages of so many characters a turn, no two the same.</summary>
/// <param name="characters">How long each is.</param>
/// <param name="isCopied">Whether each text that is asked for is a string of its own, which is alive as long as whoever asked keeps it.</param>
internal sealed class StorePayload(int characters, bool isCopied = false)
{
    private const string Words = "A path leads up through the larches and over a scree slope to the pass, where the wind is cold. ";
    private const int Texts = 1_024;

    // Made once: what is measured is what is done with them.
    private readonly string[] _questions = [.. Enumerable.Range(0, Texts).Select(turn => Text($"Question {turn}: ", characters))];
    private readonly string[] _answers = [.. Enumerable.Range(0, Texts).Select(turn => Text($"Answer {turn}: ", characters))];

    public string Question(int turn) => TextOf(_questions, turn);

    public string Answer(int turn) => TextOf(_answers, turn);

    public static Progress Next(Progress before) => before with { Step = before.Step + 1 };

    private string TextOf(string[] texts, int turn) => isCopied ? new string(texts[turn % Texts]) : texts[turn % Texts];

    private static string Text(string beginning, int characters)
    {
        var text = beginning;
        while (text.Length < characters)
        {
            text += Words;
        }

        return text[..characters];
    }
}

/// <summary>A model that answers at once with the payload's text, and changes the slot.</summary>
internal sealed class StoreChatClient(StorePayload payload, bool changesState = true) : Microsoft.Extensions.AI.IChatClient
{
    private int _turn;

    public Task<Microsoft.Extensions.AI.ChatResponse> GetResponseAsync(IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages, Microsoft.Extensions.AI.ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (changesState && TurnContext.Current?.Session is { } session)
        {
            session.UpdateProgress(StorePayload.Next);
        }

        return Task.FromResult(new Microsoft.Extensions.AI.ChatResponse(new Microsoft.Extensions.AI.ChatMessage(Microsoft.Extensions.AI.ChatRole.Assistant, payload.Answer(_turn++))));
    }

    public IAsyncEnumerable<Microsoft.Extensions.AI.ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages, Microsoft.Extensions.AI.ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
