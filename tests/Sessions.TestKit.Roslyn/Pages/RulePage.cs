using System.Text.RegularExpressions;

namespace Sessions.Roslyn;

/// <summary>The page of a rule, and its examples: what is reported, and what is not.</summary>
public sealed partial class RulePage
{
    /// <summary>What the examples of all pages take to be there.</summary>
    public const string Context = """
        global using System.Text.Json.Serialization;
        public class DatabaseClient;

        public sealed class PersonalDataAttribute : Microsoft.Extensions.Compliance.Classification.DataClassificationAttribute;

        public class ModelClient(Uri address) : IChatClient
        {
            public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();
            public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();
            public object? GetService(Type serviceType, object? serviceKey = null) => address;
            public void Dispose() { }
        }

        namespace Microsoft.Extensions.Compliance.Classification
        {
            public abstract class DataClassificationAttribute : Attribute;
        }
        """;

    /// <summary>Reads a page.</summary>
    public RulePage(string path)
    {
        var text = File.ReadAllText(path).ReplaceLineEndings("\n");
        Id = Path.GetFileNameWithoutExtension(path);
        Severity = Row("Severity");
        HasFix = Row("Code fix").StartsWith("Yes", StringComparison.Ordinal);
        Examples = [.. Example().Matches(text).Select(match => new RuleExample(Complete(match.Groups["code"].Value), match.Groups["json"] is { Success: true } json ? json.Value : null))];

        string Row(string name) => Regex.Match(text, $@"^\| {name} \| (.*) \|$", RegexOptions.Multiline).Groups[1].Value;
    }

    /// <summary>The id of the rule.</summary>
    public string Id { get; }

    /// <summary>As what it is reported: Info, Warning or Error.</summary>
    public string Severity { get; }

    /// <summary>Whether the rule has a code fix.</summary>
    public bool HasFix { get; }

    /// <summary>First what is reported, then what is not.</summary>
    public IReadOnlyList<RuleExample> Examples { get; }

    /// <summary>Fills in what a page leaves out, and puts statements into a method.</summary>
    private static string Complete(string example)
    {
        var code = example.Replace("=> …", "=> throw new NotSupportedException()", StringComparison.Ordinal).Replace("…", "", StringComparison.Ordinal);
        return IsOfStatements(code)
            ? $$"""
              class Page(IChatClient chatClient, AIAgent agent, AgentSession session)
              {
                  public object All => (chatClient, agent, session);

                  public async Task Run()
                  {
                      {{code}}
                  }
              }
              """
            : code;
    }

    private static bool IsOfStatements(string code) =>
        code.Contains("await ", StringComparison.Ordinal) || code.Contains("agent.", StringComparison.Ordinal) || code.StartsWith("var ", StringComparison.Ordinal);

    [GeneratedRegex("(?:```json\n(?<json>[^`]*)```\n\n)?```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
