using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Generators.Tests;

/// <summary>The guide to tools, as it stands there: its snippets make one program, which compiles without a warning and does what the text says.</summary>
[Collection(PageProgram.ConsoleTests)]
public class ToolsGuideTests
{
    [Fact]
    public async Task The_guide_compiles_and_does_what_it_says()
    {
        using var client = new CallingClient();

        var written = await PageProgram.RunAsync(PageProgram.Of("docs/guides/tools.md", "IChatClient chatClient"), client);

        Assert.Equal("hiking\n", written);

        // Once for each snippet that runs the tool; asked for approval, it ran when that was given; what is declared was the caller's.
        Assert.Equal(["remembered", "remembered", "remembered", "done"], client.Results);
    }

    /// <summary>Calls the tool for what the user says, and answers its result in words.</summary>
    private sealed class CallingClient : IChatClient
    {
        public List<string?> Results { get; } = [];

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            var last = messages.Last();
            if (last.Contents.OfType<FunctionResultContent>().SingleOrDefault() is { } result)
            {
                Results.Add(result.Result?.ToString());
                return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "ok")));
            }

            var call = new FunctionCallContent($"c{Results.Count}", options!.Tools!.Single().Name, new Dictionary<string, object?> { ["interest"] = "hiking" });
            return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [call])));
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException("The guide streams nothing.");

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
