using System.Text.Json;

namespace Sessions.QuickStart.Tests.Models;

/// <summary>One answer in the wire format of OpenAI's chat completions, whole and streamed.</summary>
internal static class OpenAIReplies
{
    public static readonly CannedReply Completion = CannedReply.Json(
        """
        {
          "id": "chatcmpl-1", "object": "chat.completion", "created": 1767225600, "model": "gpt-test-2026",
          "choices": [{ "index": 0, "finish_reason": "stop", "message": { "role": "assistant", "content": "You are Alice." } }],
          "usage": { "prompt_tokens": 21, "completion_tokens": 4, "total_tokens": 25 }
        }
        """);

    public static readonly CannedReply Stream = CannedReply.Events(
        """
        data: {"id":"chatcmpl-2","object":"chat.completion.chunk","created":1767225600,"model":"gpt-test-2026","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}

        data: {"id":"chatcmpl-2","object":"chat.completion.chunk","created":1767225600,"model":"gpt-test-2026","choices":[{"index":0,"delta":{"content":"You are"},"finish_reason":null}]}

        data: {"id":"chatcmpl-2","object":"chat.completion.chunk","created":1767225600,"model":"gpt-test-2026","choices":[{"index":0,"delta":{"content":" Alice."},"finish_reason":null}]}

        data: {"id":"chatcmpl-2","object":"chat.completion.chunk","created":1767225600,"model":"gpt-test-2026","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

        data: {"id":"chatcmpl-2","object":"chat.completion.chunk","created":1767225600,"model":"gpt-test-2026","choices":[],"usage":{"prompt_tokens":21,"completion_tokens":4,"total_tokens":25}}

        data: [DONE]


        """);

    /// <summary>An answer, streamed, that calls a function.</summary>
    public static CannedReply Call(string name, string arguments) => CannedReply.Events(
        $$$"""
        data: {"id":"chatcmpl-3","object":"chat.completion.chunk","created":1767225600,"model":"gpt-test-2026","choices":[{"index":0,"delta":{"role":"assistant","tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"{{{name}}}","arguments":{{{JsonSerializer.Serialize(arguments)}}}}}]},"finish_reason":null}]}

        data: {"id":"chatcmpl-3","object":"chat.completion.chunk","created":1767225600,"model":"gpt-test-2026","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}

        data: [DONE]


        """);
}
