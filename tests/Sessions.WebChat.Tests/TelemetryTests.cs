using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.AI;

namespace Sessions.WebChat.Tests;

/// <summary>The spans that the sample exports.</summary>
public sealed class TelemetryTests : IAsyncDisposable
{
    private readonly ChatServer _server = new();

    [Fact]
    public async Task A_turn_is_a_span_in_its_request_s_and_its_tools_are_in_it()
    {
        _server.Model.Answer = messages => messages[^1].Role == ChatRole.Tool
            ? new TextContent("answer-secret")
            : new FunctionCallContent("c1", "BookHut", new Dictionary<string, object?> { ["hut"] = "argument-secret" });
        using var alice = await _server.SignInAsync("alice");

        var session = Guid.NewGuid().ToString();
        var answer = await alice.AskAsync(session, "question-secret");

        var spans = SpansOf(session);
        Assert.Equal(3, spans.Count);
        var request = Assert.Single(spans, span => span.DisplayName == "POST /sessions/{id}/messages");
        var turn = Assert.Single(spans, span => span.DisplayName == "invoke_agent Guide");
        var tool = Assert.Single(spans, span => span.DisplayName == "execute_tool BookHut");
        Assert.Equal((request.SpanId, turn.SpanId), (turn.ParentSpanId, tool.ParentSpanId));
        Assert.Equal((session, "alice", answer.TurnId), (turn.GetTagItem("gen_ai.conversation.id"), turn.GetTagItem("sessions.tenant"), turn.GetTagItem("sessions.turn.id")));
        Assert.All(spans, span => Assert.DoesNotContain("secret", Everything(span), StringComparison.Ordinal));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    // Sources of activities are the process's: other servers' spans are exported here too. That of the request ends after its last byte.
    private IReadOnlyList<Activity> SpansOf(string session)
    {
        IReadOnlyList<Activity> spans = [];
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                var all = _server.Spans;
                var request = all.FirstOrDefault(span => span.GetTagItem("url.path")?.ToString()?.Contains(session, StringComparison.Ordinal) is true);
                spans = [.. all.Where(span => span.TraceId == request?.TraceId)];
                return spans.Count > 0;
            },
            TimeSpan.FromSeconds(10)));
        return spans;
    }

    private static string Everything(Activity span)
    {
        var text = new StringBuilder().AppendLine(span.DisplayName).AppendLine(span.StatusDescription);
        foreach (var (name, value) in span.TagObjects.Concat(span.Events.SelectMany(@event => @event.Tags)).Concat(span.Baggage.Select(item => KeyValuePair.Create(item.Key, (object?)item.Value))))
        {
            text.Append(name).Append('=').AppendLine(value is Array values ? string.Join(',', values.Cast<object>()) : value?.ToString());
        }

        return text.ToString();
    }
}
