using System.Globalization;

namespace Sessions.Benchmarks;

/// <summary>Code that is right, with ten uses of sessions: in locals, fields and helpers, in streams, with saves, with state.</summary>
internal static class SessionCode
{
    /// <summary>With the types of this runtime.</summary>
    public static string Ours(int number) => string.Create(CultureInfo.InvariantCulture, $$"""
        using System;
        using System.Collections.Generic;
        using System.Collections.Immutable;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;
        using Microsoft.Extensions.AI;
        using Sessions;
        using Sessions.Agents;

        namespace Project.Area{{number}};

        [AgentSessionState]
        public sealed partial record Topics{{number}}
        {
            public string? UserName { get; init; }

            public ImmutableArray<string> Interests { get; init; } = [];
        }

        public sealed class Desk{{number}}(IChatClient client, SessionStore store, AgentSession pinned)
        {
            private readonly AIAgent _guide = new ChatClientAgent(client, new ChatClientAgentOptions { Name = "Guide{{number}}", SessionStore = store });
            private readonly AIAgent _critic = new ChatClientAgent(client, name: "Critic{{number}}");
            private readonly AgentSession _pinned = pinned;

            public async Task<string> AskAsync(string user, string question, CancellationToken cancellationToken)
            {
                AgentSession session = await _guide.GetSessionAsync(new SessionKey(user, "main"), cancellationToken: cancellationToken);
                var answer = await _guide.RunAsync(question, session, cancellationToken: cancellationToken);
                return answer.Text.Length == 0 ? "?" : answer.Text;
            }

            public async Task<string> ReviewAsync(string text, CancellationToken cancellationToken)
            {
                var session = await _critic.CreateSessionAsync(cancellationToken);
                for (var round = 0; round < 3; round++)
                {
                    text = await ImproveAsync(session, text, cancellationToken);
                }

                return text;
            }

            public async IAsyncEnumerable<string> StreamAsync(string question)
            {
                await foreach (var update in _guide.RunStreamingAsync(question, _pinned))
                {
                    if (update.Text is { Length: > 0 } text)
                    {
                        yield return text;
                    }
                }
            }

            public async Task TellAsync(AgentSession session, string message, CancellationToken cancellationToken)
            {
                try
                {
                    await _guide.RunAsync(message, session, cancellationToken: cancellationToken);
                }
                finally
                {
                    await _guide.SaveSessionAsync(session, CancellationToken.None);
                }
            }

            public string Note(AgentSession session, string topic)
            {
                session.UpdateTopics{{number}}(topics => topics with { Interests = topics.Interests.Add(topic) });
                return string.Join(", ", session.GetTopics{{number}}().Interests);
            }

            private async Task<string> ImproveAsync(AgentSession session, string text, CancellationToken cancellationToken)
            {
                var answer = await _critic.RunAsync($"Improve: {text}", session, cancellationToken: cancellationToken);
                return answer.Text;
            }
        }

        """);

    /// <summary>With the types of Microsoft Agent Framework.</summary>
    public static string Framework(int number) => string.Create(CultureInfo.InvariantCulture, $$"""
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Text.Json;
        using System.Threading;
        using System.Threading.Tasks;
        using Microsoft.Agents.AI;
        using Microsoft.Extensions.AI;

        namespace Project.Area{{number}};

        public sealed class Topics{{number}}
        {
            public List<string> Interests { get; set; } = [];
        }

        public sealed class Desk{{number}}(IChatClient client, AgentSession pinned)
        {
            private readonly AIAgent _guide = new ChatClientAgent(client, name: "Guide{{number}}");
            private readonly AIAgent _critic = new ChatClientAgent(client, name: "Critic{{number}}");
            private readonly AgentSession _pinned = pinned;

            public async Task<string> AskAsync(string stored, string question, CancellationToken cancellationToken)
            {
                using var document = JsonDocument.Parse(stored);
                AgentSession session = await _guide.DeserializeSessionAsync(document.RootElement, cancellationToken: cancellationToken);
                var answer = await _guide.RunAsync(question, session, cancellationToken: cancellationToken);
                return answer.Text.Length == 0 ? "?" : answer.Text;
            }

            public async Task<string> ReviewAsync(string text, CancellationToken cancellationToken)
            {
                var session = await _critic.CreateSessionAsync(cancellationToken);
                for (var round = 0; round < 3; round++)
                {
                    text = await ImproveAsync(session, text, cancellationToken);
                }

                return text;
            }

            public async IAsyncEnumerable<string> StreamAsync(string question)
            {
                await foreach (var update in _guide.RunStreamingAsync(question, _pinned))
                {
                    if (update.Text is { Length: > 0 } text)
                    {
                        yield return text;
                    }
                }
            }

            public async Task<string> TellAsync(AgentSession session, string message, CancellationToken cancellationToken)
            {
                try
                {
                    await _guide.RunAsync(message, session, cancellationToken: cancellationToken);
                }
                catch (InvalidOperationException)
                {
                    return "";
                }

                return (await _guide.SerializeSessionAsync(session, cancellationToken: CancellationToken.None)).GetRawText();
            }

            public string Note(AgentSession session, string topic)
            {
                var topics = session.StateBag.GetValue<Topics{{number}}>("topics{{number}}") ?? new Topics{{number}}();
                topics.Interests.Add(topic);
                session.StateBag.SetValue("topics{{number}}", topics);
                return string.Join(", ", topics.Interests);
            }

            private async Task<string> ImproveAsync(AgentSession session, string text, CancellationToken cancellationToken)
            {
                var answer = await _critic.RunAsync($"Improve: {text}", session, cancellationToken: cancellationToken);
                return answer.Text;
            }
        }

        """);
}
