using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Sessions.TestKit;

/// <summary>The client at the bottom: answers as it is told, and has every request judged as a service would.</summary>
/// <remarks>Safe for concurrent use, if what it is told is.</remarks>
/// <param name="answer">The answer to a request.</param>
public sealed class ScriptedModel(Func<ModelRequest, ModelAnswer> answer) : IChatClient
{
    /// <summary>Answers one after the other, and "answer n" when there is none left.</summary>
    public ScriptedModel(params ModelAnswer[] answers)
        : this(request => request.Number < answers.Length ? answers[request.Number] : ModelAnswer.Of($"answer {request.Number + 1}"))
    {
    }

    /// <summary>What it was asked.</summary>
    public RequestLog Log { get; } = new(RequestLevel.Model);

    /// <summary>Answers with texts, reasoning and calls that only the seed, the number of the request and the tools decide.</summary>
    /// <param name="seed">What makes one model differ from another.</param>
    /// <param name="maximumCalls">How many answers in a row may call functions.</param>
    public static ScriptedModel FromSeed(int seed, int maximumCalls = 3) => new(request => SeededAnswers.Create(seed, request, maximumCalls));

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var (request, given) = await BeginAsync(messages, options, cancellationToken);
        return given.Failure is null ? given.ToResponse(request.AnswerId) : throw given.Failure;
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (request, given) = await BeginAsync(messages, options, cancellationToken);
        var count = 0;
        foreach (var update in given.ToUpdates(request.AnswerId))
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            if (given.Failure is not null && count++ == given.UpdatesBeforeFailure)
            {
                break;
            }

            yield return update;
        }

        if (given.Failure is not null)
        {
            throw given.Failure;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private async Task<(ModelRequest Request, ModelAnswer Answer)> BeginAsync(IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var request = Log.Add(messages, options);
        var given = answer(request);
        if (given.Before is not null)
        {
            await given.Before(cancellationToken);
        }

        return (request, given);
    }
}
