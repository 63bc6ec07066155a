using System.Reflection;
using Microsoft.Data.Sqlite;
using Sessions.Sqlite.Tests.Erasing;
using SQLitePCL;

namespace Sessions.Sqlite.Tests;

/// <summary>Every statement of the store finds its rows by a key, with and without statistics in the database.</summary>
public sealed class QueryPlanTests : IDisposable
{
    // What has a row only while something is being erased or one row at all, what a new connection asks for, and the forks: a search asks
    // each that shares turns with what it found.
    private static readonly string[] MayScan =
        ["SCAN erased", "SCAN text_progress", "SCAN sqlite_master", "SCAN sqlite_schema", "SCAN pragma_", "SCAN CONSTANT ROW", "SCAN forks USING COVERING INDEX"];

    // The values of a JSON text, and the turns that have a word.
    private static readonly string[] Given = ["VIRTUAL TABLE INDEX 1:", "VIRTUAL TABLE INDEX 3:", "VIRTUAL TABLE INDEX 0:M"];

    private readonly DatabaseFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void All_statements_are_found() => Assert.InRange(Texts().Count(), 45, int.MaxValue);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task None_scans_a_table_or_sorts(bool withStatistics)
    {
        await FillAsync();
        if (withStatistics)
        {
            _file.Execute("ANALYZE");
        }

        using var connection = _file.Open();
        var bad = Texts().SelectMany(text => PlanOf(connection, text).Where(IsBad).Select(step => $"{step}\n    of {text}"));
        Assert.True(!bad.Any(), string.Join('\n', bad));
    }

    private static bool IsBad(string step) =>
        (step.StartsWith("SCAN ", StringComparison.Ordinal) && !MayScan.Any(allowed => step.StartsWith(allowed, StringComparison.Ordinal))
            && !Given.Any(given => step.Contains(given, StringComparison.Ordinal)))
        || step.Contains("USE TEMP B-TREE", StringComparison.Ordinal);

    /// <summary>The texts of all statements that the store's types have.</summary>
    private static IEnumerable<string> Texts() => typeof(SqliteSessionStore).Assembly.GetTypes()
        .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
        .SelectMany(field => field.GetValue(null) switch
        {
            Sql sql => [sql],
            IEnumerable<Sql> several => several,
            _ => [],
        })
        .Select(sql => sql.Text)
        .Where(text => text is not ("BEGIN" or "BEGIN IMMEDIATE" or "COMMIT" or "ROLLBACK"));

    private static List<string> PlanOf(SqliteConnection connection, string text)
    {
        // The provider's commands want each parameter bound: what is explained has none.
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(connection.Handle, "EXPLAIN QUERY PLAN " + text, out var statement), connection.Handle);
        using (statement)
        {
            var steps = new List<string>();
            while (raw.sqlite3_step(statement) == raw.SQLITE_ROW)
            {
                steps.Add(raw.sqlite3_column_text(statement, 3).utf8_to_string());
            }

            return steps;
        }
    }

    private async Task FillAsync()
    {
        using var store = new SqliteSessionStore(_file.ConnectionString, new SqliteSessionStoreOptions { SynchronousMode = SqliteSynchronousMode.Normal });
        await new MarkedSessions(store, "tenant", _file.Count).CreateAsync(500);
        await RichSession.CreateAsync(store);
        Assert.Equal(0, await store.ListAsync(new SessionQuery { Tenant = "tenant", Text = "nowhere" }).CountAsync());
    }
}
