using Microsoft.Extensions.AI;

namespace Sessions.TestKit;

/// <summary>Who a request is addressed to.</summary>
public enum RequestLevel
{
    /// <summary>The client at the bottom, which puts the messages into a service's wire format.</summary>
    Model,

    /// <summary>A client that invokes functions, which settles approvals on the way to the model.</summary>
    Functions,
}

/// <summary>The wire formats whose rules a request has to follow.</summary>
[Flags]
public enum WireFormats
{
    /// <summary>OpenAI's chat completions and responses.</summary>
    OpenAI = 1,

    /// <summary>Anthropic's messages.</summary>
    Anthropic = 2,

    /// <summary>All of them: the request can be sent to any model.</summary>
    All = OpenAI | Anthropic,
}

/// <summary>Says what a service would refuse of a request.</summary>
/// <remarks>
/// The rules are those of the wire formats, as far as adapters between them and <see cref="ChatMessage"/> leave them to the
/// sender: what an adapter puts right by itself (roles that alternate, system messages lifted out) is no problem here.
/// </remarks>
public static class RequestValidator
{
    /// <summary>Judges a request.</summary>
    /// <param name="messages">The messages as they are handed to the client.</param>
    /// <param name="level">Which client that is.</param>
    /// <param name="formats">Whose rules apply.</param>
    /// <param name="continuesConversation">
    /// The service keeps the conversation so far, under the id in the options: the request may begin in the middle of it.
    /// </param>
    /// <returns>What is wrong with it; nothing if it is valid.</returns>
    public static IReadOnlyList<string> Validate(
        IEnumerable<ChatMessage> messages,
        RequestLevel level = RequestLevel.Model,
        WireFormats formats = WireFormats.All,
        bool continuesConversation = false)
    {
        ChatMessage[] request = [.. messages];
        if (Array.IndexOf(request, null) is var missing and >= 0)
        {
            return [$"message {missing} is null"];
        }

        var problems = new List<string>();
        if (level == RequestLevel.Functions)
        {
            request = [.. ApprovalRules.Settle(request, continuesConversation, problems)];
        }

        if (request.Length == 0)
        {
            problems.Add("there is no message");
        }

        for (var i = 0; i < request.Length; i++)
        {
            problems.AddRange(ContentRules.Check(request, i, formats).Select(problem => $"message {i} ({request[i].Role}) {problem}"));
        }

        CallRules.Check(request, continuesConversation, problems);
        if (formats.HasFlag(WireFormats.Anthropic)
            && !continuesConversation
            && Array.Find(request, message => message.Role != ChatRole.System) is { } first
            && first.Role != ChatRole.User)
        {
            problems.Add($"the conversation begins with a message of the {first.Role}, not of the user");
        }

        return problems;
    }
}
