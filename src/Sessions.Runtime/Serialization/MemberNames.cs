using System.Text;
using System.Text.Json;

namespace Sessions;

/// <summary>Reads the names of a document's members without making a string of each.</summary>
internal struct MemberNames
{
    // In the order in which they are written, so that the next one is most often the one after the last.
    private static readonly (string Name, byte[] Utf8)[] Known =
    [
        .. new[]
        {
            "number", "id", "parent", "status", "finishReason", "responseId", "startedAt", "completedAt", "inputCount", "key", "usage", "messages", "state", "reply",
        }.Select(name => (name, Encoding.UTF8.GetBytes(name))),
    ];

    private int _next;

    /// <summary>The name that the reader stands at.</summary>
    public string? Read(ref Utf8JsonReader reader)
    {
        for (var tried = 0; tried < Known.Length; tried++)
        {
            var (name, utf8) = Known[_next];
            _next = _next + 1 == Known.Length ? 0 : _next + 1;
            if (reader.ValueTextEquals(utf8))
            {
                return name;
            }
        }

        return reader.GetString();
    }
}
