using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace AgentFrameworkSample;

/// <summary>Stands in for a model, so that the sample needs no key and no network: it knows the two sentences of the sample.</summary>
internal sealed partial class OfflineModel : IChatClient
{
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ChatMessage[] request = [.. messages];
        var introductions = request.Where(message => message.Role == ChatRole.User).Select(message => Introduction().Match(message.Text)).Where(match => match.Success).ToList();
        ChatMessage answer = request[^1] switch
        {
            { Role: var role } when role == ChatRole.Tool => new(ChatRole.Assistant, $"Nice to meet you, {introductions[^1].Groups["name"]}."),
            { } last when Introduction().Match(last.Text) is { Success: true } told => new(ChatRole.Assistant, [Remember(told)]),
            _ when introductions.Count > 0 => new(ChatRole.Assistant, $"Of {request.Length} messages, one says that you are {introductions[^1].Groups["name"]} and love {introductions[^1].Groups["interest"]}."),
            _ => new(ChatRole.Assistant, "You have not told me anything yet."),
        };
        return Task.FromResult(new ChatResponse(answer));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private static FunctionCallContent Remember(Match told) =>
        new("call_1", "Remember", new Dictionary<string, object?> { ["name"] = told.Groups["name"].Value, ["interest"] = told.Groups["interest"].Value });

    [GeneratedRegex(@"My name is (?<name>\w+) and I love (?<interest>\w+)")]
    private static partial Regex Introduction();
}
