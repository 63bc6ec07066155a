using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>Tells in one scan, without allocating, whether messages can be sent as they are.</summary>
internal static class SendableMessages
{
    /// <summary>More calls in one message than this are left to <see cref="ToolCallPairer"/>, which looks them up.</summary>
    private const int MaxCalls = 32;

    /// <summary>
    /// Whether every call has its results in the tool messages right behind it and nothing else needs a closer look: no approvals,
    /// no tools that the service runs, no message or text that says nothing, no reasoning that led to nothing.
    /// </summary>
    public static bool Are(IReadOnlyList<ChatMessage> messages)
    {
        ChatMessage? asking = null;
        var open = 0u;
        foreach (var message in MessageSpan.Of(messages))
        {
            if (message is null)
            {
                return false;
            }

            if (message.Role == ChatRole.Tool)
            {
                if (asking is null || !TakeResults(message.Contents, asking.Contents, ref open))
                {
                    return false;
                }

                continue;
            }

            if (open != 0 || !IsPlain(message, out var calls))
            {
                return false;
            }

            asking = calls > 0 ? message : null;
            open = (uint)((1ul << calls) - 1);
        }

        return open == 0;
    }

    /// <summary>Whether a message that holds nothing to be paired is sent as it is, whatever surrounds it.</summary>
    public static bool IsUnpaired(ChatMessage message) => message.Role != ChatRole.Tool && IsPlain(message, out var calls) && calls == 0;

    /// <summary>Whether a message other than a tool's says something and holds no content that has to be paired, but calls.</summary>
    private static bool IsPlain(ChatMessage message, out int calls)
    {
        calls = 0;
        var isAssistant = message.Role == ChatRole.Assistant;
        var (says, reasons) = (false, false);
        var contents = message.Contents;
        for (var i = 0; i < contents.Count; i++)
        {
            if (contents[i] is TextContent text)
            {
                // By far the most, and the cheapest question.
                if (string.IsNullOrWhiteSpace(text.Text))
                {
                    return false;
                }

                (says, reasons) = (true, false);
                continue;
            }

            if (contents[i] is not { } content || ContentKinds.Of(content) is not { } kind || kind.IsBlank(content))
            {
                return false;
            }

            if (kind.IsPaired)
            {
                if (!isAssistant || !IsNewCall(content, contents, i) || ++calls > MaxCalls)
                {
                    return false;
                }
            }
            else if (kind.IsUnsent)
            {
                continue;
            }

            says = true;
            reasons = kind.Role == ContentRole.Reasoning;
        }

        return says && !(reasons && isAssistant);
    }

    /// <summary>Whether a content is a call that names its function, and whose id none before it in the message has.</summary>
    private static bool IsNewCall(AIContent content, IList<AIContent> contents, int index) =>
        content is FunctionCallContent { Name.Length: > 0 } call && !IsCalled(call.CallId, contents, index);

    private static bool IsCalled(string callId, IList<AIContent> contents, int before)
    {
        for (var i = 0; i < before; i++)
        {
            if (contents[i] is FunctionCallContent call && call.CallId == callId)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a tool message holds results alone, each for another call that is still open.</summary>
    private static bool TakeResults(IList<AIContent> results, IList<AIContent> calls, ref uint open)
    {
        for (var i = 0; i < results.Count; i++)
        {
            if (results[i] is not FunctionResultContent result || !Take(result.CallId, calls, ref open))
            {
                return false;
            }
        }

        return results.Count > 0;
    }

    private static bool Take(string callId, IList<AIContent> contents, ref uint open)
    {
        var bit = 1u;
        for (var i = 0; i < contents.Count; i++)
        {
            if (contents[i] is not FunctionCallContent call)
            {
                continue;
            }

            if (call.CallId == callId)
            {
                var isOpen = (open & bit) != 0;
                open &= ~bit;
                return isOpen;
            }

            bit <<= 1;
        }

        return false;
    }
}
