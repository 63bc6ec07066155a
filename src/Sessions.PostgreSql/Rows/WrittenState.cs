using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Sessions.Storage;

namespace Sessions;

/// <summary>A state value that a commit writes.</summary>
/// <param name="Turn">The turn that it is of.</param>
/// <param name="Slot">The slot, as it is kept in keys.</param>
/// <param name="Value">The value.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct WrittenState(long Turn, string Slot, StateValue Value)
{
    /// <summary>What a commit writes, oldest first: what was set outside of turns is of the turn that they follow.</summary>
    public static IReadOnlyList<WrittenState> Of(SessionCommit commit, long follows) =>
        [.. commit.State.Select(value => Of(follows, value)), .. commit.Turns.SelectMany(turn => turn.State.Select(value => Of(turn.Number, value)))];

    /// <summary>Where the last value of each slot is kept, as the session's row has it: a JSON object of turns and revisions.</summary>
    public static string WritePlaces(IReadOnlyList<WrittenState> written, long revision)
    {
        if (written.Count == 0)
        {
            return "{}";
        }

        var buffer = new ArrayBufferWriter<byte>(64);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var one in Last(written).Where(one => one.Value.Json is not null))
            {
                json.WriteStartArray(one.Slot);
                json.WriteNumberValue(one.Turn);
                json.WriteNumberValue(revision);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The slots whose last value says that they are emptied.</summary>
    public static string[] Emptied(IReadOnlyList<WrittenState> written) => [.. Last(written).Where(one => one.Value.Json is null).Select(one => one.Slot)];

    private static WrittenState Of(long turn, StateValue value) => new(turn, BoundedText.Of(value.Key), value);

    private static IEnumerable<WrittenState> Last(IReadOnlyList<WrittenState> written) => written.GroupBy(one => one.Slot, StringComparer.Ordinal).Select(slot => slot.Last());
}
