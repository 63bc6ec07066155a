using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Sessions;
using TwoHosts.Host;

namespace TwoHosts.Load;

/// <summary>
/// Clients that talk in sessions, each request to the other host than the one before. What fails is sent again, to the other host, with the
/// same key, until it is acknowledged: so it is done once, however often it was sent.
/// </summary>
internal sealed class Clients(Options options, IReadOnlyList<Uri> hosts)
{
    private const int Tenants = 4;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly HttpClient _http = new() { Timeout = Patience };
    private readonly ConcurrentQueue<AcknowledgedTurn> _acknowledged = [];
    private readonly ConcurrentDictionary<string, int> _failures = [];
    private readonly TaskCompletionSource _halfway = new();
    private int _begun;

    /// <summary>Runs as long as the clients do.</summary>
    public Stopwatch Clock { get; } = new();

    /// <summary>Comes to its end when half of the turns have begun.</summary>
    public Task Halfway => _halfway.Task;

    public IReadOnlyCollection<AcknowledgedTurn> Acknowledged => _acknowledged;

    /// <summary>Why requests were sent again, and how many.</summary>
    public IReadOnlyDictionary<string, int> Failures => _failures;

    public async Task TalkAsync(CancellationToken cancellationToken)
    {
        Clock.Start();
        await Task.WhenAll(Enumerable.Range(0, options.Sessions * options.ClientsPerSession).Select(client => TalkAsync(client, cancellationToken)));
        Clock.Stop();
    }

    public override string ToString() =>
        $"{options.Sessions * options.ClientsPerSession} clients talk in {options.Sessions} sessions of {Tenants} tenants, "
        + (options.Affinity ? "those of a session always to one host." : "each request to the other host than the one before.");

    private async Task TalkAsync(int client, CancellationToken cancellationToken)
    {
        var number = client % options.Sessions;
        var session = new SessionKey($"tenant-{number % Tenants}", $"session-{number}");
        for (var turn = 1; BeginsAnother(); turn++)
        {
            var key = $"{client}/{turn}";
            var question = turn % 4 == 0 ? $"How many are there? ({key})" : $"This is to be remembered. ({key})";
            _acknowledged.Enqueue(await SayAsync(session, key, question, firstHost: options.Affinity ? number : client + turn, cancellationToken));
        }
    }

    private bool BeginsAnother()
    {
        var begun = Interlocked.Increment(ref _begun);
        var part = options.Turns is { } turns ? (double)begun / turns : Clock.Elapsed / options.Duration;
        if (part >= 0.5)
        {
            _halfway.TrySetResult();
        }

        return part <= 1;
    }

    private async Task<AcknowledgedTurn> SayAsync(SessionKey session, string key, string question, int firstHost, CancellationToken cancellationToken)
    {
        TimeSpan sent = Clock.Elapsed;
        for (var host = firstHost; Clock.Elapsed - sent < Patience; host++)
        {
            if (await TrySayAsync(hosts[host % hosts.Count], session, key, question, cancellationToken) is { } answer)
            {
                return new AcknowledgedTurn(session, key, question, answer.Text, sent, Clock.Elapsed - sent);
            }

            await Task.Delay(Pause, cancellationToken);
        }

        throw new TimeoutException($"No host has acknowledged turn '{key}' of session '{session}' within {Patience.TotalSeconds:N0} s.");
    }

    private async Task<Answer?> TrySayAsync(Uri host, SessionKey session, string key, string question, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host, $"tenants/{session.Tenant}/sessions/{session.Id}/turns"))
        {
            Content = JsonContent.Create(new Question(question)),
            Headers = { { "Idempotency-Key", key } },
        };
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, cancellationToken);
            if (response.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.ServiceUnavailable)
            {
                Count(response.StatusCode.ToString());
                return null;
            }

            return await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Answer>(cancellationToken);
        }
        catch (HttpRequestException exception) when (exception.StatusCode is null)
        {
            Count("no connection");
            return null;
        }
    }

    private void Count(string failure) => _failures.AddOrUpdate(failure, 1, static (_, count) => count + 1);
}
