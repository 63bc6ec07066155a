using Microsoft.Extensions.AI;

namespace Sessions.Tests.History;

/// <summary>The rules that a request has to follow to be accepted, in the shortest form.</summary>
internal static class SendableAssert
{
    /// <summary>Fails unless a client that invokes functions accepts the messages, and the model's service what it makes of them.</summary>
    public static void IsSendable(IReadOnlyList<ChatMessage> messages)
    {
        var requests = messages.SelectMany(message => message.Contents).OfType<ToolApprovalRequestContent>().Select(request => request.RequestId).ToList();
        var responses = messages.SelectMany(message => message.Contents).OfType<ToolApprovalResponseContent>().Select(response => response.RequestId).ToList();
        Assert.Equal(requests.Order(StringComparer.Ordinal), responses.Order(StringComparer.Ordinal));
        Assert.Equal(requests.Count, requests.Distinct(StringComparer.Ordinal).Count());

        var sent = messages.Select(WithoutApprovals).Where(message => message.Contents.Count > 0).ToList();
        var open = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < sent.Count; i++)
        {
            var (role, contents) = (sent[i].Role, sent[i].Contents);
            var isTool = role == ChatRole.Tool;
            Assert.All(contents, content => Assert.Equal(isTool, content is FunctionResultContent));
            Assert.All(contents, content => Assert.False(content is FunctionCallContent && role != ChatRole.Assistant));
            Assert.All(contents, content => Assert.False(content is TextContent { Text: var text } && string.IsNullOrWhiteSpace(text)));
            Assert.All(contents.OfType<FunctionResultContent>(), result => Assert.True(open.Remove(result.CallId), result.CallId));
            Assert.True(isTool || open.Count == 0);
            Assert.All(contents.OfType<FunctionCallContent>(), call => Assert.True(open.Add(call.CallId), call.CallId));
            var goesOn = i + 1 < sent.Count ? sent[i + 1].Role == ChatRole.Assistant : responses.Count > 0;
            Assert.False(role == ChatRole.Assistant && contents[^1] is TextReasoningContent && !goesOn);
        }

        Assert.Empty(open);
    }

    private static ChatMessage WithoutApprovals(ChatMessage message) =>
        new(message.Role, [.. message.Contents.Where(content => content is not (ToolApprovalRequestContent or ToolApprovalResponseContent))]);
}
