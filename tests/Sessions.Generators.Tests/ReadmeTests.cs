using Microsoft.Extensions.AI;
using Sessions.Roslyn;

namespace Sessions.Generators.Tests;

/// <summary>The README's tour, as it stands there: its snippets make one program (only the database's place is another), which compiles without a warning and runs.</summary>
[Collection(PageProgram.ConsoleTests)]
public class ReadmeTests
{
    [Fact]
    public async Task The_tour_compiles_and_runs()
    {
        var folder = Directory.CreateTempSubdirectory("sessions-readme-");
        try
        {
            var program = PageProgram.Of("README.md", "IChatClient chatClient").Replace("Data Source=sessions.db", $"Data Source={Path.Combine(folder.FullName, "sessions.db")}", StringComparison.Ordinal);

            var written = await PageProgram.RunAsync(program, new RepeatingChatClient());

            Assert.Equal("1: My name is Alice and I love hiking. 3: What do you remember about me?\n1: My name is Alice and I love hiking. 3: What do you remember about me? 5: Where should I go?Alice\n", written);
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Repeats what the user said so far, with the place of each message in the request.</summary>
    private sealed class RepeatingChatClient : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, string.Join(' ', messages
                .Select((message, index) => (message, index))
                .Where(entry => entry.message.Role == ChatRole.User)
                .Select(entry => $"{entry.index + 1}: {entry.message.Text}")))));

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
            {
                yield return update;
            }
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
