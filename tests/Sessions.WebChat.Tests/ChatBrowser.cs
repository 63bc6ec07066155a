using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Sessions.WebChat.Tests;

/// <summary>What a user's browser does, on connections of its own.</summary>
public sealed class ChatBrowser : IDisposable
{
    private readonly HttpClient _http;

    private ChatBrowser(HttpClient http) => _http = http;

    public static async Task<ChatBrowser> SignInAsync(Uri address, string user)
    {
        var browser = Anonymous(address);
        using var response = await browser._http.PostAsJsonAsync("sign-in", new { name = user });
        var token = await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        browser._http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.GetProperty("accessToken").GetString());
        return browser;
    }

    // Whoever drops an answer drops its connection, and does not read the rest of it first.
    public static ChatBrowser Anonymous(Uri address) =>
        new(new HttpClient(new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.Zero }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(20) });

    public Task<HttpResponseMessage> GetAsync(string path) => _http.GetAsync(path);

    public Task<JsonElement> GetJsonAsync(string path) => _http.GetFromJsonAsync<JsonElement>(path);

    public Task<HttpResponseMessage> DeleteAsync(string path) => _http.DeleteAsync(path);

    /// <summary>What was said in a session, as lines of "role: text".</summary>
    public async Task<IReadOnlyList<string>> ReadAsync(string session) =>
        [.. (await GetJsonAsync($"sessions/{session}/messages")).EnumerateArray().Select(message => $"{message.GetProperty("role")}: {message.GetProperty("text").ToString().Trim()}")];

    /// <summary>The ids of the user's sessions, with the number of their turns.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(string query = "") =>
        [.. (await GetJsonAsync($"sessions{query}")).EnumerateArray().Select(session => $"{session.GetProperty("id")} {session.GetProperty("turns")}")];

    /// <summary>Says something; the answer is read as it comes.</summary>
    public async Task<HttpResponseMessage> SayAsync(string session, string? text, string? key = null, string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"sessions/{session}/messages{query}") { Content = JsonContent.Create(new { text }) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>Says something, and reads the whole answer.</summary>
    public async Task<ChatAnswer> AskAsync(string session, string text, string? key = null, string query = "")
    {
        using var response = await SayAsync(session, text, key, query);
        return await ChatAnswer.ReadAsync(response);
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>An answer that came as server-sent events.</summary>
public sealed record ChatAnswer(string Text, IReadOnlyList<string> Tools, string? TurnId)
{
    public static async Task<ChatAnswer> ReadAsync(HttpResponseMessage response)
    {
        List<SseItem<string>> events = [];
        await foreach (var item in Events(response))
        {
            events.Add(item);
        }

        return new ChatAnswer(
            string.Concat(events.Where(item => item.EventType == "text").Select(item => item.Data)).Trim(),
            [.. events.Where(item => item.EventType == "tool").Select(item => item.Data)],
            events is [.., { EventType: "done" } last] ? last.Data : null);
    }

    /// <summary>Reads the answer up to a piece of text that ends in a word, and no further.</summary>
    public static async Task ReadToAsync(HttpResponseMessage response, string word)
    {
        await foreach (var item in Events(response))
        {
            if (item.EventType == "text" && item.Data.TrimEnd().EndsWith(word, StringComparison.Ordinal))
            {
                return;
            }
        }

        throw new InvalidOperationException($"The answer came to its end without '{word}'.");
    }

    /// <summary>Reads the answer up to where it breaks off.</summary>
    /// <returns>The types of the events that came before.</returns>
    public static async Task<IReadOnlyList<string>> ReadToBreakAsync(HttpResponseMessage response)
    {
        List<string> types = [];
        await Assert.ThrowsAsync<HttpIOException>(async () =>
        {
            await foreach (var item in Events(response))
            {
                types.Add(item.EventType);
            }
        });
        return types;
    }

    private static async IAsyncEnumerable<SseItem<string>> Events(HttpResponseMessage response)
    {
        Assert.Equal("text/event-stream", response.EnsureSuccessStatusCode().Content.Headers.ContentType?.MediaType);

        // Not disposed here: the test drops the response as a whole.
        await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync())
        {
            yield return item;
        }
    }
}
