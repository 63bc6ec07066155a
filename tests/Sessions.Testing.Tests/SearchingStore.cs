using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sessions.Testing.Tests;

/// <summary>A store that finds words by reading everything.</summary>
internal sealed partial class SearchingStore(SessionStore inner) : MinimalStore(inner)
{
    private readonly SessionStore _inner = inner;

    public override SessionStoreCapabilities Capabilities => SessionStoreCapabilities.TextSearch;

    public override async ValueTask<IReadOnlyList<SessionSummary>> ListPageAsync(SessionQuery query, CancellationToken cancellationToken = default)
    {
        if (query.Text is null)
        {
            return await _inner.ListPageAsync(query, cancellationToken);
        }

        var (words, found) = (WordsOf(query.Text), new List<SessionSummary>());
        await foreach (var session in _inner.ListAsync(query with { Text = null, MaxCount = null }, cancellationToken))
        {
            if (words.Count > 0 && words.IsSubsetOf(await WordsOfAsync(session.Key, cancellationToken)))
            {
                found.Add(session);
            }
        }

        return [.. found.Take(query.MaxCount ?? int.MaxValue)];
    }

    private async Task<HashSet<string>> WordsOfAsync(SessionKey key, CancellationToken cancellationToken)
    {
        var words = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var page = await ReadTurnsAsync(key, new TurnRange { ThroughTurn = long.MaxValue, AllBranches = true }, cancellationToken);
        foreach (var turn in page.Turns)
        {
            using var messages = JsonDocument.Parse(turn.Messages);
            var contents = messages.RootElement.EnumerateArray().Where(message => message.ValueKind == JsonValueKind.Object).SelectMany(message => message.GetProperty("contents").EnumerateArray());
            words.UnionWith(contents.SelectMany(content => WordsOf(content.GetProperty("text").GetString()!)));
        }

        return words;
    }

    private static HashSet<string> WordsOf(string text) => new(Word().Matches(text).Select(match => match.Value), StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}
