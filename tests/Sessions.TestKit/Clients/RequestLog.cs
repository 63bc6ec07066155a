using Microsoft.Extensions.AI;

namespace Sessions.TestKit;

/// <summary>A request as a client got it.</summary>
/// <param name="Number">How many requests came before it.</param>
/// <param name="Messages">The messages, in a list of their own.</param>
/// <param name="Options">A copy of the options.</param>
public sealed record ModelRequest(int Number, IReadOnlyList<ChatMessage> Messages, ChatOptions? Options)
{
    /// <summary>The id of the answer's message.</summary>
    public string AnswerId => $"answer-{Number}";

    /// <summary>The messages as text: <c>role: text</c>, with calls and results as <c>name#id</c> and <c>#id=result</c>.</summary>
    public IReadOnlyList<string> Texts { get; } = [.. Messages.Select(MessageText.Of)];
}

/// <summary>The requests that a client got, and what was wrong with them.</summary>
public sealed class RequestLog(RequestLevel level)
{
    private readonly object _gate = new();
    private readonly List<ModelRequest> _requests = [];
    private readonly List<string> _problems = [];

    public IReadOnlyList<ModelRequest> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    public ModelRequest Last => Requests[^1];

    public IReadOnlyList<string> Problems
    {
        get
        {
            lock (_gate)
            {
                return [.. _problems];
            }
        }
    }

    public ModelRequest Add(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        ChatMessage[] list = [.. messages];
        lock (_gate)
        {
            var request = new ModelRequest(_requests.Count, list, options?.Clone());
            _requests.Add(request);
            var continues = !string.IsNullOrEmpty(options?.ConversationId);
            _problems.AddRange(RequestValidator.Validate(list, level, continuesConversation: continues)
                .Select(problem => $"request {request.Number} ({level}): {problem}\n  {string.Join("\n  ", request.Texts)}"));
            return request;
        }
    }

    /// <summary>Fails if there was anything wrong with a request.</summary>
    /// <exception cref="CheckFailedException">There was.</exception>
    public void ThrowIfInvalid()
    {
        var problems = Problems;
        if (problems.Count > 0)
        {
            throw new CheckFailedException(string.Join("\n", problems.Take(3)));
        }
    }
}

/// <summary>Shows what reaches a client that invokes functions, and has it judged as that client would.</summary>
public sealed class RequestChecker(IChatClient innerClient) : DelegatingChatClient(innerClient)
{
    public RequestLog Log { get; } = new(RequestLevel.Functions);

    public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        base.GetResponseAsync(Log.Add(messages, options).Messages, options, cancellationToken);

    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        base.GetStreamingResponseAsync(Log.Add(messages, options).Messages, options, cancellationToken);
}
