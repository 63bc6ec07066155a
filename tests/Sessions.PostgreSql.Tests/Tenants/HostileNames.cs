namespace Sessions.PostgreSql.Tests.Tenants;

/// <summary>Names of sessions and tenants that one thing or another may take for something else, or for one another.</summary>
internal static class HostileNames
{
    public const int Count = 300;

    private static readonly string[] Names =
    [
        "a", "A", "a ", " a", "a  ", "a\u00a0", "\u00e1", "a\u0301", "\uff41", "\u0430",
        "ss", "SS", "\u00df", "i", "I", "\u0131", "\u0130", "\ufb00", "ff", "\u200ba", "a\u200d", "\u202ea", "a\u202c", "\u05d0\u05d1", "\ufeffa",
        "%", "_", "a%", "a_", "\\", "\\\\", "\\a", "'", "''", "a'", "\"", "`", ";", "--", "/*", "$$", "$1", "{0}", "{schema}", "?", ":a", "@a", "~a", "*", ".", "..", "../a", "a/b", "a:b", "a|b",
        "'; DROP TABLE turns; --", "' OR '1' = '1", "a' OR tenant <> '", "1", "01", "-1", "1e0", "0x1", "null", "NULL", "true", "default", "(probe)", "[]", "{}", "NaN",
        "\U0001f600", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1e9\U0001f1ea",
        new('\u6f22', 512), new string('\u6f22', 511) + "\u5b57", new('\u6f22', 200), new('a', 512), new string('a', 511) + "b", new string('a', 160) + "\U0001f600" + new string('\u6f22', 300),
    ];

    /// <summary>Keys of as many sessions, of each tenant some, and of each id in some tenants.</summary>
    public static IReadOnlyList<SessionKey> Keys { get; } =
    [
        .. Names.Append("").SelectMany((tenant, at) => Enumerable.Range(0, 4).Select(number => new SessionKey(tenant, Names[((at * 5) + (number * 17)) % Names.Length]))).Distinct().Take(Count),
    ];
}
