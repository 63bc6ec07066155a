using System.Text;

namespace Sessions.Testing;

/// <summary>Things to put into a store, and what is read of it as text.</summary>
internal static class StoreData
{
    /// <summary>When everything begins. It has a part of every unit, down to the tick.</summary>
    public static readonly DateTimeOffset Time = new DateTimeOffset(2026, 8, 1, 12, 34, 56, TimeSpan.Zero).AddTicks(7_654_321);

    /// <summary>So late that a store without a clock of ours does not come to it.</summary>
    public static readonly DateTimeOffset Never = new(2999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Texts that stores have stumbled over, each a valid id.</summary>
    public static readonly string[] OddIds =
    [
        "'", "\"", "''; DROP TABLE sessions; --", "%", "_", "a%b_c", "*", "\\", "/", "..", " ", " s ", "s", "S", "ſ", "ß", "ss", "é", "e\u0301", "漢字", "😀", "\uFFFD", "\uFFFF",
        "null", "0", "00", "1e3", "$session", ":session", "@session", "?1", "tenant/id", "{}", "[1]", "a\u00A0b", "\u200B", "i", "I", "ı", "İ",
        new string('x', SessionKey.MaxLength), new string('漢', SessionKey.MaxLength),
    ];

    public static StateValue Value(string key, string json, int version = 1) => new(key, version, Encoding.UTF8.GetBytes(json));

    public static StateValue Emptied(string key) => new(key, 1, Json: null);

    public static StoredStep Step(int ordinal, string json, DateTimeOffset? createdAt = null) =>
        new() { Ordinal = ordinal, Json = Encoding.UTF8.GetBytes(json), ExpiresAt = Never, SessionCreatedAt = createdAt };

    public static string Text(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span);

    /// <summary>A value as text.</summary>
    public static string Show(StateValue value) => $"{value.Key} v{value.Version}: {(value.Json is { } json ? Text(json) : "emptied")}";

    /// <summary>Values as text, by their keys.</summary>
    public static IEnumerable<string> Show(IEnumerable<StateValue> values) => values.OrderBy(value => value.Key, StringComparer.Ordinal).Select(Show);

    /// <summary>Everything of a turn as text, but its state.</summary>
    public static string Show(StoredTurn turn) =>
        $"#{turn.Number} '{turn.Id}' after {turn.ParentTurn}, depth {turn.Depth}, key {turn.TurnKey ?? "none"}, hash {(turn.InputHash is { } hash ? Convert.ToHexString(hash.Span) : "none")}, "
        + $"{turn.MessageCount} messages {Text(turn.Messages)}, record {Text(turn.Record)}";

    /// <summary>A step as text.</summary>
    public static string Show(StoredStep step) => $"{step.Ordinal}: {Text(step.Json)}";

    /// <summary>What matters of a session in a list.</summary>
    public static string Show(SessionSummary session) =>
        $"{session.Key} of '{session.AgentId}', {session.TurnCount} turns, created {session.CreatedAt:O}, updated {session.UpdatedAt:O}, {session.Usage}, {Show(session.Details)}";

    /// <summary>Details as text. A session that has none has empty ones.</summary>
    public static string Show(SessionDetails? details)
    {
        details ??= new SessionDetails();
        var metadata = details.Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}");
        return $"title '{details.Title}', owner '{details.Owner}', metadata {{{string.Join(", ", metadata)}}}, expires {details.ExpiresAt:O}{(details.Title is null ? ", untitled" : "")}";
    }

    /// <summary>The newest turns, which were asked for.</summary>
    public static TurnPage Newest(this OpenedSession opened) => Check.NotNull(opened.NewestTurns, "OpenAsync: newest turns that were asked for");

    public static IEnumerable<long> Numbers(this IEnumerable<StoredTurn> turns) => turns.Select(turn => turn.Number);

    /// <summary>The messages of turns, each turn's as one text.</summary>
    public static IEnumerable<string> Texts(this IEnumerable<StoredTurn> turns) => turns.Select(turn => Text(turn.Messages));
}
