using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.Extensions.AI;
using Sessions.Roslyn;

namespace Sessions.Generators.Tests;

/// <summary>The README's tour, as it stands there: its snippets make one program, which compiles without a warning and runs.</summary>
public partial class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Repository.Path("README.md"));

    [Fact]
    public async Task The_tour_compiles_and_runs()
    {
        var folder = Directory.CreateTempSubdirectory("sessions-readme-");
        using var console = new StringWriter();
        var standardOutput = Console.Out;
        Console.SetOut(console);
        try
        {
            using var program = Generate.Load(Program(folder));
            await program.RunAsync("Tour", "RunAsync", new RepeatingChatClient());
        }
        finally
        {
            Console.SetOut(standardOutput);
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }

        Assert.Equal("1: My name is Alice and I love hiking. 3: What do you remember about me?\n1: My name is Alice and I love hiking. 3: What do you remember about me? 5: Where should I go?Alice\n", console.ToString().ReplaceLineEndings("\n"));
    }

    /// <summary>Statements become the body of a method, in order; types stand beside it. Only the database's place is another.</summary>
    private static string Program(DirectoryInfo folder)
    {
        var snippets = Snippet().Matches(Readme).Select(match => CSharpSyntaxTree.ParseText(match.Groups["code"].Value).GetCompilationUnitRoot()).ToList();
        Assert.NotEmpty(snippets);
        var members = snippets.SelectMany(snippet => snippet.Members).ToList();
        var program = $$"""
            {{string.Concat(snippets.SelectMany(snippet => snippet.Usings).Select(@using => @using.ToFullString()))}}
            using Microsoft.Extensions.DependencyInjection;

            {{string.Concat(members.Where(member => member is not GlobalStatementSyntax).Select(member => member.ToFullString()))}}

            public static class Tour
            {
                public static async Task RunAsync(IChatClient chatClient)
                {
                    {{string.Concat(members.OfType<GlobalStatementSyntax>().Select(statement => statement.ToFullString()))}}
                }
            }
            """;
        return program.Replace("Data Source=sessions.db", $"Data Source={Path.Combine(folder.FullName, "sessions.db")}", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Snippet();

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
