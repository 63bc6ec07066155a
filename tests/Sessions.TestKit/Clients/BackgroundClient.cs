using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Extensions.AI;

namespace Sessions.TestKit;

/// <summary>
/// A client whose service goes on with an answer in the background, as OpenAI's does: it gives a token where it is allowed to, refuses
/// messages beside one, and answers when it has been asked often enough. A stream can be read again from any of its updates.
/// </summary>
/// <param name="polls">How often it is asked in vain.</param>
/// <param name="answers">The answers, one for each request with messages: a text of several words, or <c>call:name</c>.</param>
public sealed class BackgroundClient(int polls, params string[] answers) : IChatClient
{
    private readonly List<int> _asked = [];

    /// <summary>What was sent with each request: the messages' texts, or the token.</summary>
    public List<string> Requests { get; } = [];

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var (job, _) = Find(messages, options);
        return Task.FromResult(MayGoOn(options) && _asked[job]++ < polls
            ? new ChatResponse(new ChatMessage(ChatRole.Assistant, Pieces(job)[..1])) { ResponseId = $"r{job}", ContinuationToken = Token(job, 0) }
            : new ChatResponse(new ChatMessage(ChatRole.Assistant, Pieces(job)) { MessageId = $"m{job}" }) { ResponseId = $"r{job}", Usage = new() { OutputTokenCount = 1 } });
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (job, from) = Find(messages, options);
        var pieces = Pieces(job);
        for (var i = from; i < pieces.Length; i++)
        {
            await Task.Yield();
            yield return new ChatResponseUpdate(ChatRole.Assistant, [pieces[i]]) { MessageId = $"m{job}", ResponseId = $"r{job}", ContinuationToken = MayGoOn(options) && i < pieces.Length - 1 ? Token(job, i + 1) : null };
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private static bool MayGoOn(ChatOptions? options) => options is { AllowBackgroundResponses: true } or { ContinuationToken: not null };

    private static ResponseContinuationToken Token(int job, int from) => ResponseContinuationToken.FromBytes(Encoding.UTF8.GetBytes($"{job}:{from}"));

    private (int Job, int From) Find(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        ChatMessage[] given = [.. messages];
        if (options?.ContinuationToken is not { } token)
        {
            Requests.Add(string.Join(" | ", given.Select(MessageText.Of)));
            _asked.Add(0);
            return (_asked.Count - 1, 0);
        }

        var text = Encoding.UTF8.GetString(token.ToBytes().Span);
        Requests.Add(given.Length == 0 ? $"<{text}>" : throw new InvalidOperationException("Messages are not allowed beside a token."));
        var place = text.Split(':').Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return (place[0], place[1]);
    }

    private AIContent[] Pieces(int job)
    {
        var answer = job < answers.Length ? answers[job] : $"answer {job + 1}";
        return answer.StartsWith("call:", StringComparison.Ordinal)
            ? [new TextContent("So "), new FunctionCallContent($"c{job}", answer[5..])]
            : [.. answer.Split(' ').Select((word, index) => new TextContent(index == 0 ? word : " " + word))];
    }
}
