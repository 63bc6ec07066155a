using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Sessions.Testing;

/// <summary>A model for tests: it answers as it is told, and keeps what it was sent.</summary>
/// <remarks>Safe for concurrent use, if what it is told is.</remarks>
/// <example>
/// A turn with a tool, without a model:
/// <code>
/// var client = new ScriptedChatClient(ScriptedAnswer.Call("weather", ("city", "Rome")), ScriptedAnswer.Of("It is sunny in Rome."));
/// AIAgent agent = client.AsAIAgent(name: "Guide", tools: [AIFunctionFactory.Create((string city) =&gt; "sunny", "weather")]);
///
/// AgentResponse response = await agent.RunAsync("How is the weather in Rome?");
///
/// Assert.Equal("It is sunny in Rome.", response.Text);
/// Assert.Equal("tool: = sunny", client.Requests[1].Texts[^1]);
/// </code>
/// </example>
public sealed class ScriptedChatClient : IChatClient
{
    private readonly object _gate = new();
    private readonly List<ScriptedRequest> _requests = [];
    private readonly Func<ScriptedRequest, ScriptedAnswer> _answer;

    /// <summary>A model that gives one answer after the other, and fails when it is asked once more.</summary>
    /// <param name="answers">The answers.</param>
    public ScriptedChatClient(params ScriptedAnswer[] answers)
        : this(request => request.Number <= answers.Length ? answers[request.Number - 1] : throw new InvalidOperationException(
            $"The script has {answers.Length} answers, and this is request {request.Number}: {string.Join(" | ", request.Texts)}")) =>
        ArgumentNullException.ThrowIfNull(answers);

    /// <summary>A model whose answers depend on what it is sent.</summary>
    /// <param name="answer">The answer to a request.</param>
    public ScriptedChatClient(Func<ScriptedRequest, ScriptedAnswer> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        _answer = answer;
    }

    /// <summary>What it was sent, oldest first.</summary>
    public IReadOnlyList<ScriptedRequest> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var (id, answer) = await BeginAsync(messages, options, cancellationToken).ConfigureAwait(false);
        return answer.ToResponse(id);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (id, answer) = await BeginAsync(messages, options, cancellationToken).ConfigureAwait(false);
        foreach (var update in answer.ToUpdates(id))
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return update;
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <summary>Does nothing: what it was sent can still be read.</summary>
    public void Dispose()
    {
    }

    private async Task<(string Id, ScriptedAnswer Answer)> BeginAsync(IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messages);
        cancellationToken.ThrowIfCancellationRequested();
        var request = Add([.. messages], options?.Clone());
        var answer = _answer(request);
        await answer.PrepareAsync(cancellationToken).ConfigureAwait(false);
        return (string.Create(CultureInfo.InvariantCulture, $"answer-{request.Number}"), answer);
    }

    private ScriptedRequest Add(ChatMessage[] messages, ChatOptions? options)
    {
        lock (_gate)
        {
            var request = new ScriptedRequest(_requests.Count + 1, messages, options);
            _requests.Add(request);
            return request;
        }
    }
}
