using System.Text.RegularExpressions;

namespace Sessions.TwoHosts.Tests.Guide;

/// <summary>The schema in partitions.</summary>
internal static class Partitions
{
    public static string Script(string schema, int count)
    {
        return Regex.Replace(
            PostgreSqlSessionStore.GetSchemaScript(schema),
            @"CREATE TABLE (?<table>\S+) \(\s+tenant [^;]*\n\)(?=;)",
            match => $"{match.Value} PARTITION BY HASH (tenant)" + string.Concat(Enumerable.Range(0, count).Select(number =>
                $";\nCREATE TABLE {match.Groups["table"]}_{number} PARTITION OF {match.Groups["table"]} FOR VALUES WITH (MODULUS {count}, REMAINDER {number})")),
            RegexOptions.ExplicitCapture,
            TimeSpan.FromSeconds(1));
    }
}
