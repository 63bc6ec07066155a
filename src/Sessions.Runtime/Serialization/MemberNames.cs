using System.Text;
using System.Text.Json;

namespace Sessions;

/// <summary>Reads the names of a document's members without making a string of each.</summary>
/// <remarks>Objects of a kind mostly have the same members in the same order: what came after a name the last time is tried first.</remarks>
internal struct MemberNames()
{
    private static readonly (string Name, byte[] Utf8)[] Known =
    [
        .. new[]
        {
            "number", "id", "turnId", "at", "took", "status", "inputCount", "finishReason", "responseId", "usage", "key", "inputHash", "answer", "response", "messages", "state",
        }.Select(name => (name, Encoding.UTF8.GetBytes(name))),
    ];

    private readonly int[] _after = new int[Known.Length];
    private int _last;

    /// <summary>The name that the reader stands at.</summary>
    public string? Read(ref Utf8JsonReader reader)
    {
        ref var next = ref _after[_last];
        if (!reader.ValueTextEquals(Known[next].Utf8))
        {
            if (Find(ref reader) is not { } found)
            {
                return reader.GetString();
            }

            next = found;
        }

        _last = next;
        return Known[next].Name;
    }

    /// <summary>The name that a reader stands at, of an object that is read alone.</summary>
    public static string Of(ref Utf8JsonReader reader) => Find(ref reader) is { } found ? Known[found].Name : reader.GetString()!;

    private static int? Find(ref Utf8JsonReader reader)
    {
        for (var i = 0; i < Known.Length; i++)
        {
            if (reader.ValueTextEquals(Known[i].Utf8))
            {
                return i;
            }
        }

        return null;
    }
}
